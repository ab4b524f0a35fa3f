import { AppError } from "@/lib/contracts/errors";
import { publicRoute } from "../_http/api-route";

/** Answers requests whose path cannot be decoded; `instrumentation.ts` sends them here. */
const handler = publicRoute(() => {
  throw new AppError("malformed", "The path of this request is not encoded correctly.");
});

export { handler as GET, handler as POST, handler as PUT, handler as PATCH, handler as DELETE };
