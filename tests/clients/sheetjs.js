// node sheetjs.js IN.xlsx OUT.xlsx: opens a workbook with SheetJS and saves it, with its own defaults.
const XLSX = require("xlsx");

const [from, to] = process.argv.slice(2);
XLSX.writeFile(XLSX.readFile(from), to);
