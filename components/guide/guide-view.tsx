import Link from "next/link";
import { Page } from "@/components/shell";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { guidePath, type GuideMatch, type GuidePage } from "@/lib/contracts/guide";
import { GuideBlocks } from "./guide-blocks";
import { GuideSearch } from "./guide-search";

/** A chapter of the guide, or what a search in it found. */
export function GuideView({
  page: { chapter, contents },
  search = "",
  matches = null,
}: {
  page: GuidePage;
  search?: string | undefined;
  /** Null without a search. */
  matches?: readonly GuideMatch[] | null | undefined;
}) {
  const isStart = chapter.id === "";
  return (
    <Page
      crumbs={
        isStart
          ? [{ label: "Guide" }]
          : [{ label: "Guide", href: guidePath("") }, { label: chapter.title }]
      }
    >
      <div
        className={cn(
          "grid grid-cols-1 items-start gap-6 md:grid-cols-[11rem_minmax(0,1fr)]",
          "lg:grid-cols-[13rem_minmax(0,1fr)]",
        )}
      >
        <div className="flex flex-col gap-3 md:sticky md:top-16">
          <GuideSearch search={search} />
          <nav
            aria-label="Chapters"
            className="max-h-[calc(100dvh-9rem)] overflow-y-auto max-md:hidden"
          >
            <ul className="flex flex-col gap-0.5">
              {contents.map(({ id, title }) => {
                const isCurrent = id === chapter.id && matches === null;
                return (
                  <li key={id}>
                    <Link
                      href={guidePath(id)}
                      aria-current={isCurrent ? "page" : undefined}
                      className={cn(
                        "focus-inset block rounded-md px-2 py-1 text-sm text-muted-foreground",
                        "hover:bg-accent hover:text-foreground",
                        isCurrent && "bg-accent font-semibold text-foreground",
                      )}
                    >
                      {id === "" ? "Contents" : title}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </nav>
        </div>
        {matches === null ? (
          <article className="flex min-w-0 flex-col gap-3">
            <GuideBlocks blocks={chapter.blocks} />
          </article>
        ) : (
          <Matches search={search} matches={matches} />
        )}
      </div>
    </Page>
  );
}

function Matches({ search, matches }: { search: string; matches: readonly GuideMatch[] }) {
  return (
    <section aria-labelledby="matches" className="flex min-w-0 flex-col gap-4">
      <h1 id="matches" className="text-xl font-semibold">
        {formatCount(matches.length, "section")} for “{search}”
      </h1>
      {matches.length === 0 ? (
        <EmptyState
          title="Nothing found"
          description="A section has to contain every word of the search. Try fewer or other words."
        />
      ) : (
        <ul className="flex max-w-prose flex-col gap-4">
          {matches.map(({ chapter, chapterTitle, section, title, excerpt }) => (
            <li key={`${chapter}#${section}`} className="flex flex-col">
              <Link
                href={guidePath(chapter, section)}
                className="rounded-sm font-semibold text-primary hover:underline"
              >
                {title}
              </Link>
              <span className="text-sm text-muted-foreground">
                {chapter === "" ? "Contents" : chapterTitle}
              </span>
              <span className="break-words">{excerpt}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
