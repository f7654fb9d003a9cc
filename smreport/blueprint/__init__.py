"""The blueprint: one definition of the workbook, from which every face of it is made."""
