import { Alert } from "@/components/ui/alert";

/** In place of the form to run a scenario, for members whose role does not allow it. */
export const ReaderNote = () => (
  <Alert title="You can view scenarios, but not run them">
    Researchers and owners of this project can start studies.
  </Alert>
);
