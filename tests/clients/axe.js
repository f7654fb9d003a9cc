// node axe.js CHROMIUM PAGE.html: what axe-core finds in a page at several widths and in print, and whether it spills over.
const path = require("path");
const puppeteer = require("puppeteer-core");

const [program, page_path] = process.argv.slice(2);
const WIDTHS = [320, 480, 768, 1280];

(async () => {
  const browser = await puppeteer.launch({ executablePath: program, args: ["--no-sandbox", "--disable-gpu"] });
  const told = [];
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: WIDTHS[0], height: 900 });
    await page.goto("file://" + path.resolve(page_path));
    await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
    for (const place of [...WIDTHS, "print"]) {
      if (place === "print") await page.emulateMediaType("print");
      else await page.setViewport({ width: place, height: 900 });
      const found = await page.evaluate(() => axe.run({ resultTypes: ["violations", "incomplete"] }));
      const ids = (rules) => rules.map((rule) => `${rule.id}: ${rule.nodes.length}: ${rule.nodes[0].html.slice(0, 200)}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      told.push({
        place, over, broken: ids(found.violations), unsure: ids(found.incomplete), kept: found.passes.length,
      });
    }
  } finally {
    await browser.close();
  }
  console.log(JSON.stringify(told));
})();
