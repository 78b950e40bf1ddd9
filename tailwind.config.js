// The utilities of the design system: each name stands for a custom property of style/tokens.css,
// so a theme, a density or a forced palette changes values and never class names.
const token = (name) => `var(--${name})`;

/** @type {import('tailwindcss').Config} */
module.exports = {
  theme: {
    colors: {
      transparent: "transparent",
      current: "currentColor",
      surface: {
        DEFAULT: token("surface"),
        raised: token("surface-raised"),
        sunken: token("surface-sunken"),
        hover: token("surface-hover"),
        selected: token("surface-selected"),
      },
      line: { DEFAULT: token("line"), strong: token("line-strong"), control: token("line-control") },
      text: { DEFAULT: token("text"), muted: token("text-muted"), faint: token("text-faint") },
      accent: {
        DEFAULT: token("accent"),
        hover: token("accent-hover"),
        contrast: token("accent-contrast"),
        soft: token("accent-soft"),
      },
      danger: {
        DEFAULT: token("danger"),
        hover: token("danger-hover"),
        contrast: token("danger-contrast"),
        soft: token("danger-soft"),
      },
      warning: { DEFAULT: token("warning"), soft: token("warning-soft") },
      success: { DEFAULT: token("success"), soft: token("success-soft") },
      focus: token("focus"),
    },
    fontFamily: { sans: token("font-sans"), mono: token("font-mono") },
    fontSize: {
      xs: ["0.75rem", "1rem"],
      sm: ["0.8125rem", "1.25rem"],
      base: ["0.9375rem", "1.5rem"],
      lg: ["1.25rem", "1.75rem"],
    },
    fontWeight: { normal: "400", medium: "500", semibold: "600" },
    borderRadius: {
      none: "0",
      sm: "3px",
      DEFAULT: "5px",
      md: "5px",
      lg: "8px",
      full: "9999px",
    },
    boxShadow: { raised: token("shadow-raised"), dialog: token("shadow-dialog"), none: "none" },
    extend: {
      spacing: { control: token("control"), row: token("row") },
      transitionDuration: { DEFAULT: "120ms" },
    },
  },
};
