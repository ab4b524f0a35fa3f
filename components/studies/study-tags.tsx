import Link from "next/link";
import { Badge } from "@/components/ui/badge";

/** The tags of a study; each leads to the studies that have it. */
export function StudyTags({ tags }: { tags: readonly string[] }) {
  return tags.map((tag) => (
    <Link
      key={tag}
      href={`/studies?${new URLSearchParams({ tag }).toString()}`}
      className="max-w-full rounded-sm hover:underline"
    >
      <Badge tone="outline" className="max-w-full">
        <span className="truncate">{tag}</span>
      </Badge>
    </Link>
  ));
}
