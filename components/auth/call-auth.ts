/**
 * Calls an endpoint of signing in and out, and returns its status. Everything else about accounts
 * goes through the API.
 * @throws TypeError if the server cannot be reached
 */
export async function callAuth(path: string, body: object): Promise<number> {
  const { status } = await fetch(`/api/auth/${path}`, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return status;
}
