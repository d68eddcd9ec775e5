// Every rendered page is valid HTML. Only rules about style are off, each for its reason.
module.exports = {
  root: true,
  extends: ["html-validate:standard"],
  rules: {},
};
