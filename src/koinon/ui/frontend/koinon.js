// What every page may use when scripts run; every page reads and works without it.
import { closeMenus } from "./modules/menus.js";
import { copyButtons } from "./modules/copy.js";
import { dialogs } from "./modules/dialogs.js";
import { submitOnChange } from "./modules/facets.js";

closeMenus();
copyButtons();
dialogs();
submitOnChange();
