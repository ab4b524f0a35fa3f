/**
 * A service without its first argument: its ports. These have to be exactly those that it declares,
 * so that a binding shows which stores a service gets.
 */
export const bind =
  <Ports, Arguments extends unknown[], Result>(
    service: (ports: Ports, ...rest: Arguments) => Result,
    ports: NoInfer<Ports>,
  ) =>
  (...rest: Arguments): Result =>
    service(ports, ...rest);
