// node mammoth.js IN.docx OUT.html: reads a Word document with mammoth, and writes what it makes of it.
const fs = require("fs");
const mammoth = require("mammoth");

const [from, to] = process.argv.slice(2);
mammoth.convertToHtml({ path: from }).then((made) => {
  fs.writeFileSync(to, made.value);
  console.log(JSON.stringify(made.messages));
});
