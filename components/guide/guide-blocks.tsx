import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { cn } from "@/components/ui/cn";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { GuideBlock, GuideText } from "@/lib/contracts/guide";

/** Blocks of a chapter. A key may be a position: chapters never change while they are shown. */
export function GuideBlocks({ blocks }: { blocks: readonly GuideBlock[] }) {
  return blocks.map((block, index) => <Block key={index} block={block} />);
}

function Block({ block }: { block: GuideBlock }) {
  switch (block.type) {
    case "heading":
      return <Heading {...block} />;
    case "paragraph":
      return (
        <p className="max-w-prose break-words">
          <Texts texts={block.children} />
        </p>
      );
    case "code":
      return <CodeBlock code={block.text} wrap={false} className="max-w-prose" />;
    case "quote":
      return (
        <blockquote className="flex max-w-prose flex-col gap-3 border-l-2 border-border pl-4">
          <GuideBlocks blocks={block.blocks} />
        </blockquote>
      );
    case "rule":
      return <hr className="border-border" />;
    case "list":
      return <List {...block} />;
    case "table":
      return <GuideTable {...block} />;
  }
}

function Heading({ level, id, children }: Extract<GuideBlock, { type: "heading" }>) {
  const text = <Texts texts={children} />;
  // Headings that a link jumps to stay clear of the bar at the top.
  if (level === 1)
    return (
      <h1 id={id} className="scroll-mt-16 text-xl font-semibold">
        {text}
      </h1>
    );
  const Tag = level === 2 ? "h2" : level === 3 ? "h3" : "h4";
  return (
    <Tag
      id={id}
      className={cn("group scroll-mt-16 font-semibold", level === 2 ? "pt-4 text-lg" : "pt-2")}
    >
      {text}
      <a
        href={`#${id}`}
        aria-label="Link to this section"
        className={cn(
          "ml-2 rounded-sm text-muted-foreground opacity-0 group-hover:opacity-100",
          "focus-visible:opacity-100",
        )}
      >
        #
      </a>
    </Tag>
  );
}

function List({ start, items }: Extract<GuideBlock, { type: "list" }>) {
  const Tag = start === null ? "ul" : "ol";
  return (
    <Tag
      {...(start !== null && start !== 1 && { start })}
      className={cn(
        "flex max-w-prose flex-col gap-1.5 pl-6 marker:text-muted-foreground",
        start === null ? "list-disc" : "list-decimal",
      )}
    >
      {items.map((blocks, index) => (
        <li key={index}>
          <div className="flex flex-col gap-1.5">
            <GuideBlocks blocks={blocks} />
          </div>
        </li>
      ))}
    </Tag>
  );
}

function GuideTable({ head, rows }: Extract<GuideBlock, { type: "table" }>) {
  return (
    <div className="overflow-hidden rounded-md border border-border">
      <Table label={`Table of the guide: ${plain(head[0] ?? [])}`}>
        <TableHeader>
          <TableRow>
            {head.map((cell, index) => (
              <TableHead key={index} className="first-letter:uppercase">
                <Texts texts={cell} />
              </TableHead>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {rows.map((row, index) => (
            <TableRow key={index}>
              {row.map((cell, column) => (
                <TableCell key={column} className="min-w-32 align-top">
                  <Texts texts={cell} />
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

const plain = (texts: readonly GuideText[]): string =>
  texts
    .map((text) => ("children" in text ? plain(text.children) : "text" in text ? text.text : " "))
    .join("");

function Texts({ texts }: { texts: readonly GuideText[] }): ReactNode {
  return texts.map((text, index) => (
    <Fragment key={index}>
      <OneText text={text} />
    </Fragment>
  ));
}

const LINK = "rounded-sm text-primary underline underline-offset-2 hover:no-underline";

function OneText({ text }: { text: GuideText }): ReactNode {
  switch (text.type) {
    case "text":
      return text.text;
    case "code":
      return (
        <code className="rounded-sm bg-muted px-1 font-mono text-[0.9em] break-words">
          {text.text}
        </code>
      );
    case "break":
      return <br />;
    case "strong":
      return (
        <strong className="font-semibold">
          <Texts texts={text.children} />
        </strong>
      );
    case "emphasis":
      return (
        <em>
          <Texts texts={text.children} />
        </em>
      );
    case "link":
      return text.href.startsWith("/guide") ? (
        <Link href={text.href} className={LINK}>
          <Texts texts={text.children} />
        </Link>
      ) : (
        <a href={text.href} rel="noreferrer" className={LINK}>
          <Texts texts={text.children} />
        </a>
      );
  }
}
