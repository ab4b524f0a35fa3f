/** An agent by its name, with its id after it and quieter; by its id alone without a name. */
export function AgentLabel({ id, name }: { id: string; name?: string | null | undefined }) {
  return name === undefined || name === null ? (
    id
  ) : (
    <>
      {name} <span className="text-sm font-normal text-muted-foreground">{id}</span>
    </>
  );
}
