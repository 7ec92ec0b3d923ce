import type { ComponentChildren } from 'preact'

const Icon = ({ children }: { children: ComponentChildren }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    {children}
  </svg>
)

/** A plain shield with two lines of talk: ours, and not the emblem of any authority. */
export const Emblem = () => (
  <svg class="emblem" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path
      d="M16 3c4 2.700 8 3.800 12 4v9.300c0 7.200-4.900 11.800-12 14.700C8.900 28.100 4 23.500 4 16.300V7c4-.2 8-1.300 12-4z"
      class="emblem-shield"
    />
    <path d="M10.500 13.500h11M10.500 18.500h7" class="emblem-lines" />
  </svg>
)

export const SendIcon = () => (
  <Icon>
    <path d="M12 19V5M6 11l6-6 6 6" />
  </Icon>
)
export const MenuIcon = () => (
  <Icon>
    <path d="M4 7h16M4 12h16M4 17h10" />
  </Icon>
)
export const CloseIcon = () => (
  <Icon>
    <path d="M6 6l12 12M18 6L6 18" />
  </Icon>
)
export const DownIcon = () => (
  <Icon>
    <path d="M12 5v14M6 13l6 6 6-6" />
  </Icon>
)
export const PhoneIcon = () => (
  <Icon>
    <path d="M6.500 4h3l1.500 4-2 1.500a11 11 0 0 0 5.500 5.500l1.500-2 4 1.500v3c0 1-.8 1.800-1.800 1.800C11 19.300 4.700 13 4.700 5.800 4.700 4.800 5.500 4 6.500 4z" />
  </Icon>
)
export const FileIcon = () => (
  <Icon>
    <path d="M7 3.500h7l4 4v13H7zM14 3.500v4h4M10 12.500h5M10 16h5" />
  </Icon>
)
export const DownloadIcon = () => (
  <Icon>
    <path d="M12 4v11M7.500 11l4.500 4.500 4.500-4.500M5 20h14" />
  </Icon>
)
export const ShareIcon = () => (
  <Icon>
    <path d="M12 15V4M8 7.500L12 3.500l4 4M6 11.500v8.500h12v-8.500" />
  </Icon>
)
export const CheckIcon = () => (
  <Icon>
    <path d="M5.500 12.500l4.500 4.500 8.500-9.500" />
  </Icon>
)
export const AlertIcon = () => (
  <Icon>
    <path d="M12 4l9 16H3zM12 10v4.500M12 17.200v.3" />
  </Icon>
)
export const EyeIcon = () => (
  <Icon>
    <path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12z" />
    <circle cx="12" cy="12" r="3" />
  </Icon>
)
export const BellIcon = () => (
  <Icon>
    <path d="M6 16.500V11a6 6 0 0112 0v5.500l1.500 2h-15zM10 20.500a2.200 2.200 0 004 0" />
  </Icon>
)
export const PlusIcon = () => (
  <Icon>
    <path d="M12 5v14M5 12h14" />
  </Icon>
)
