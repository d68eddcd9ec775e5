# Links above a paper that is to be printed. The papers themselves are legal forms: Vietnamese in every language.
print-links = Links of this print page
print-back = Back to the application
print-pdf = Download as PDF
print-hint = To print, press Ctrl + P (on a Mac: Cmd + P) and choose paper size A5.
print-count = Print a paper copy (counted)
