"use client";

import { Page } from "@/components/shell";
import { ErrorPage, type ErrorPageProps } from "../_server/error-page";

/** Rendered within the shell, so that navigation stays available. */
export default function FramedErrorPage(props: ErrorPageProps) {
  return (
    <Page crumbs={[{ label: "Error" }]}>
      <ErrorPage {...props} />
    </Page>
  );
}
