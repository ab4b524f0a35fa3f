/**
 * Binds a service to its ports. The type demands exactly the ports that the service declares, so
 * that a binding shows which stores a service gets.
 */
export const bind =
  <Ports, Arguments extends unknown[], Result>(
    service: (ports: Ports, ...rest: Arguments) => Result,
    ports: NoInfer<Ports>,
  ) =>
  (...rest: Arguments): Result =>
    service(ports, ...rest);
