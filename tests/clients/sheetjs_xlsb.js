// node sheetjs_xlsb.js IN.xlsx OUT.xlsb: opens a workbook with SheetJS and saves it as a binary workbook.
const XLSX = require("xlsx");

const [from, to] = process.argv.slice(2);
XLSX.writeFile(XLSX.readFile(from), to, { bookType: "xlsb" });
