export { TokensView } from "./tokens-view";
