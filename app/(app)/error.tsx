"use client";

import { Page } from "@/components/shell";
import { Broken, type BrokenProps } from "../_server/broken";

/** Within the frame, so that everything else stays in reach. */
export default function FramedErrorPage(props: BrokenProps) {
  return (
    <Page crumbs={[{ label: "Not shown" }]}>
      <Broken {...props} />
    </Page>
  );
}
