"use client";

import { Page } from "@/components/shell";
import { ErrorPage, type ErrorPageProps } from "../_server/error-page";

/** Within the frame, so that everything else stays in reach. */
export default function FramedErrorPage(props: ErrorPageProps) {
  return (
    <Page crumbs={[{ label: "Not shown" }]}>
      <ErrorPage {...props} />
    </Page>
  );
}
