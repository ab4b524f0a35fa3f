"use client";

import { ErrorPage, type ErrorPageProps } from "./_server/error-page";

export default function RootErrorPage(props: ErrorPageProps) {
  return (
    <main id="content">
      <ErrorPage {...props} />
    </main>
  );
}
