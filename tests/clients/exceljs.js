// node exceljs.js IN.xlsx OUT.xlsx: opens a workbook with exceljs and saves it, with its own defaults.
const ExcelJS = require("exceljs");

const [from, to] = process.argv.slice(2);
const workbook = new ExcelJS.Workbook();
workbook.xlsx.readFile(from).then(() => workbook.xlsx.writeFile(to));
