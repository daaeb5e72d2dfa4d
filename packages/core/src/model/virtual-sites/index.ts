export { type SiteAddition, withAddedSites } from "./add-sites.js";
export { attachSites, withTheirSites } from "./attach-sites.js";
export type { SiteRule, VirtualSite } from "./site-rules.js";
export { VirtualSites } from "./virtual-sites.js";
