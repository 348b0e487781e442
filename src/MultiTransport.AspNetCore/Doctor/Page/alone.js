/**
 * What the page can say by itself where the server cannot be asked for a conclusion: less, and only what it saw.
 *
 * @param {any} observations
 * @param {string} why
 */
export function concludeAlone({ echoes, url }, why) {
  const echo = echoes.find((/** @type {any} */ each) => each.status) ?? echoes[0] ?? {};
  const seen = echo.status ? `${echo.status} ${echo.type ?? ""}` : echo.fault ?? "no answer";
  const portal = (echo.status >= 300 && echo.status < 400) || (echo.status === 200 && `${echo.type}`.startsWith("text/html"));
  const sentence =
    echo.status === 407
      ? "The proxy of this network asks for a login before it lets anything through."
      : portal
        ? "Something else answers in place of this server now: a captive portal that wants a login, or a block page."
        : echo.status
          ? "What answers here now is not this server's doctor."
          : "The page came, and now nobody answers: the server is down, or the network lets nothing through.";
  return {
    health: "Unreachable",
    sentence,
    confidence: "Possible",
    culprits: [{ id: "alone", sentence, confidence: "Possible", side: "Unknown", impairs: true, evidence: [`${echo.method ?? "GET"} ${url}: ${seen}`, `no conclusion from the server: ${why}`], remedies: [] }],
    advice: [],
    ladder: [],
    strips: {},
    whereabouts: [],
    notes: [],
    unknown: ["Everything else: the server could not be asked."],
    products: [],
    telling: [],
    report: `## MultiTransport doctor: ${url}\n\n**${sentence}**\n\n- ${echo.method ?? "GET"}: ${seen}\n- no conclusion from the server: ${why}\n`,
  };
}
