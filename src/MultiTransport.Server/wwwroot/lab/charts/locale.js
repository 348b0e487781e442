/** uPlot asks at its import how the browser's language writes numbers. A browser whose language is none (`C`, of a bare environment) must not lose the page for it. */
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, "language", { value: "en" });
}
