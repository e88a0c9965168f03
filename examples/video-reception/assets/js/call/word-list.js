/** 256 short words that sound different from each other, for reading aloud. No document. */

export const WORDS = `
acorn actor album alley amber anchor apple apron arrow atlas attic autumn bacon badge bagel balcony
bamboo banjo barn basil basket beach beaver bench berry bicycle biscuit blanket blossom bottle branch bridge
bronze bucket butter cabin cactus camel candle canoe canyon carpet carrot castle cedar cellar cherry chimney
cinema circus clover cobalt coconut comet copper coral cotton cousin crayon cricket crystal cushion daisy dance
delta desert diamond dinner dolphin donkey dragon drawer drum eagle early easel echo eleven elbow ember
engine falcon feather fiddle finger flame flute forest fossil fountain foxglove galaxy garden garlic gecko ginger
giraffe glacier goblin gold grape guitar hammer harbor harvest hazel helmet heron hockey honey hotel humble
iceberg igloo indigo island ivory jacket jaguar jasmine jelly jigsaw jungle kayak kettle kitchen kiwi ladder
lagoon lantern lemon leopard lettuce lily lizard lobster lotus magnet mango maple marble meadow melon mitten
monkey mosaic mountain muffin mustard napkin needle nephew nickel ninety nutmeg oasis oatmeal ocean olive onion
opera orange orbit orchid otter oven paddle palace panda paper parrot peanut pebble pelican pepper piano
pigeon pillow pirate planet plum pocket polar pony poppy potato prism pumpkin puzzle quarter quartz quilt
rabbit radish raven ribbon river robin rocket rubber saddle sailor salmon sandal saturn scarf school shadow
shelf silver sister sketch spider spoon squirrel statue sunset swallow sweater tango teapot temple thimble thunder
ticket tiger timber tomato toucan tractor trumpet tulip tunnel turtle umbrella uncle valley vanilla velvet village
violin volcano waffle walnut walrus water whistle willow window winter wizard yellow yogurt zebra zigzag zipper
`
  .trim()
  .split(/\s+/);
