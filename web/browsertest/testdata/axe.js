// Asks axe for WCAG 2.2 up to level AA and for what it holds to be good practice, or for the given rules alone; each violation
// becomes a line. A page that asks for the first time reads axe in.
((rules) => (globalThis.axe ?? (loadAxe(), axe))
  .run(document, {
    runOnly: rules
      ? { type: "rule", values: rules }
      : { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    resultTypes: ["violations"],
  })
  .then(({ violations }) =>
    violations.map((violation) => {
      const nodes = violation.nodes.slice(0, 4).map((node) => {
        const reasons = [...node.any, ...node.all, ...node.none].map((check) => check.message);
        return `${node.target.join(" ")}: ${reasons.join(", ")}`;
      });
      return `${violation.id} (${violation.help}) ${nodes.join(" | ")}`;
    }),
  ))
