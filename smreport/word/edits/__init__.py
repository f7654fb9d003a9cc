"""What people did to a document since it was built, and how it stays when the document is built again."""
