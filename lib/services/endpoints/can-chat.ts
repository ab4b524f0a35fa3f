export { canChat } from "@/lib/contracts/endpoints";
