export { InterviewView } from "./interview-view";
