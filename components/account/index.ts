export { ChangePasswordForm } from "./change-password-form";
export { ProfileForm } from "./profile-form";
export { ResetPasswordPage } from "./reset-password-page";
export { SessionList } from "./session-list";
