// The comparison page. Everything here works without script too, by links and forms; this makes it quick.
import { chooser } from "./choosing.js";
import { copying } from "./copying.js";
import { folding } from "./folding.js";
import { measured } from "./head.js";
import { keys } from "./keys.js";
import { layout } from "./layout.js";
import { lighting } from "./lighting.js";
import { points } from "./points.js";
import { ruler } from "./ruler.js";

const blocks = document.getElementById("blocks");
if (blocks) {
  measured(document.querySelector(".desk-head"));
  const choose = chooser(blocks);
  folding(blocks);
  layout(blocks);
  lighting(blocks);
  copying(blocks);
  ruler(blocks);
  keys(blocks, choose, points(blocks));
}
