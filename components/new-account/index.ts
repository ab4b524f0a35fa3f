export { AccountFields } from "./account-fields";
export { SetupForm } from "./setup-form";
