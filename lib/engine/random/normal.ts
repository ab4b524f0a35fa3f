/** Half of the smallest nonzero uniform; replaces 0, whose quantile is -Infinity. */
const NEAREST_TO_ZERO = 2 ** -54;

/** Maps a uniform on [0, 1) to (0, 1). */
export const openUnit = (u: number): number => Math.max(u, NEAREST_TO_ZERO);

const polynomial = (x: number, coefficients: readonly number[]): number =>
  coefficients.reduceRight((sum, c) => sum * x + c, 0);

// prettier-ignore
const CENTRE = {
  top: [3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
    4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3],
  bottom: [1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
    2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3],
};
// prettier-ignore
const SHOULDER = {
  top: [1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
    1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4],
  bottom: [1, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1,
    1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9],
};
// prettier-ignore
const TAIL = {
  top: [6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
    2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7],
  bottom: [1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15],
};

/**
 * The quantile of the standard normal distribution at `p` on (0, 1), to about 16 digits.
 * Algorithm AS 241 (PPND16): M. J. Wichura, Applied Statistics 37(3), 1988, 477-484.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(r, CENTRE.top)) / polynomial(r, CENTRE.bottom);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const size =
    r <= 5
      ? polynomial(r - 1.6, SHOULDER.top) / polynomial(r - 1.6, SHOULDER.bottom)
      : polynomial(r - 5, TAIL.top) / polynomial(r - 5, TAIL.bottom);
  return q < 0 ? -size : size;
}

// prettier-ignore
const HART = {
  top: [220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383, 6.37396220353165, 0.700383064443688, 3.52624965998911e-2],
  bottom: [440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674, 86.7807322029461, 16.064177579207, 1.75566716318264, 8.83883476483184e-2],
};

/** Depth of the continued fraction; at arguments above 5 its error is about 1e-14. */
const DEPTH = 40;

/**
 * The distribution function of the standard normal, with small relative error also far into the
 * lower tail. Up to 5, Hart's algorithm as given by G. West, "Better approximations to cumulative
 * normal functions", Wilmott, 2005; beyond, the continued fraction of Laplace (Abramowitz & Stegun
 * 26.2.14).
 */
export function normalCdf(x: number): number {
  const size = Math.abs(x);
  if (size > 37) return x > 0 ? 1 : 0;
  const density = Math.exp((-size * size) / 2);
  const lower =
    size < 5
      ? (density * polynomial(size, HART.top)) / polynomial(size, HART.bottom)
      : density / (Math.sqrt(2 * Math.PI) * continuedFraction(size));
  return x > 0 ? 1 - lower : lower;
}

function continuedFraction(x: number): number {
  let value = x;
  for (let k = DEPTH; k >= 1; k -= 1) value = x + k / value;
  return value;
}
