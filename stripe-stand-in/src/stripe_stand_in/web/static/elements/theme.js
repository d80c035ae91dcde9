// The shop's appearance as custom properties. Only values that CSS itself takes for the property are let in.
const PROPERTIES = {
  colorPrimary: ['--primary', 'color'],
  colorBackground: ['--background', 'color'],
  colorText: ['--text', 'color'],
  colorTextSecondary: ['--text-secondary', 'color'],
  colorTextPlaceholder: ['--placeholder', 'color'],
  colorDanger: ['--danger', 'color'],
  fontFamily: ['--font', 'font-family'],
  fontSizeBase: ['--size', 'font-size'],
  borderRadius: ['--radius', 'border-radius'],
};

export function applyAppearance(appearance, root = document.documentElement) {
  if (!appearance) return;
  root.dataset.theme = appearance.theme === 'night' ? 'dark' : appearance.theme ? 'light' : '';
  for (const [name, [property, kind]] of Object.entries(PROPERTIES)) {
    const value = appearance.variables?.[name];
    if (value !== undefined && CSS.supports(kind, value)) root.style.setProperty(property, value);
    else root.style.removeProperty(property);
  }
}
