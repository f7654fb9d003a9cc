// node docx_preview.js CHROMIUM IN.docx OUT.html: draws a Word document with docx-preview in a browser, and writes the page.
const fs = require("fs");
const path = require("path");
const puppeteer = require("puppeteer-core");

const PACKAGES = path.join(__dirname, "node_modules");
const [program, from, to] = process.argv.slice(2);

(async () => {
  const browser = await puppeteer.launch({ executablePath: program, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage();
    await page.setContent('<!DOCTYPE html><html><body><div id="place"></div></body></html>');
    await page.addScriptTag({ path: path.join(PACKAGES, "jszip/dist/jszip.min.js") });
    await page.addScriptTag({ path: path.join(PACKAGES, "docx-preview/dist/docx-preview.min.js") });
    const drawn = await page.evaluate(async (content) => {
      const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
      await docx.renderAsync(bytes.buffer, document.getElementById("place"));
      return document.getElementById("place").innerHTML;
    }, fs.readFileSync(from).toString("base64"));
    fs.writeFileSync(to, drawn);
    console.log(JSON.stringify(drawn.length));
  } finally {
    await browser.close();
  }
})();
