"use client";

import { Broken, type BrokenProps } from "./_server/broken";

export default function ErrorPage(props: BrokenProps) {
  return (
    <main id="content">
      <Broken {...props} />
    </main>
  );
}
