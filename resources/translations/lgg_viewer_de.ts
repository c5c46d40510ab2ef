<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>lgg_viewer</name>
  <message numerus="yes">
   <source> (and {n} more differences)</source>
   <translation>
    <numerusform> (und {n} weiterer Unterschied)</numerusform>
    <numerusform> (und {n} weitere Unterschiede)</numerusform>
   </translation>
  </message>
  <message>
   <source>%d %b %Y, %H:%M</source>
   <translation>%d.%m.%Y, %H:%M</translation>
  </message>
  <message>
   <source>&amp;Preset</source>
   <translation>&amp;Voreinstellung</translation>
  </message>
  <message>
   <source>(no key)</source>
   <translation>(keine Taste)</translation>
  </message>
  <message>
   <source>1 = undecided</source>
   <translation>1 = unentschieden</translation>
  </message>
  <message>
   <source>95th percentile Hausdorff distance within the slice, over slices where both masks have tumour: the worst of them</source>
   <translation>95. Perzentil der Hausdorff-Distanz in der Schicht, über Schichten mit Tumor in beiden Masken: der schlechteste Wert</translation>
  </message>
  <message>
   <source>95th percentile Hausdorff distance within the slice, over slices where both masks have tumour: their mean</source>
   <translation>95. Perzentil der Hausdorff-Distanz in der Schicht, über Schichten mit Tumor in beiden Masken: der Mittelwert</translation>
  </message>
  <message>
   <source>&lt; {percent} %</source>
   <translation>&lt; {percent} %</translation>
  </message>
  <message>
   <source>A link to a folder is not followed.</source>
   <translation>Einer Verknüpfung zu einem Ordner wird nicht gefolgt.</translation>
  </message>
  <message>
   <source>A mask for slice {slice}, but no image of it.</source>
   <translation>Eine Maske für Schicht {slice}, aber kein Bild dazu.</translation>
  </message>
  <message>
   <source>A mask, but no image of it.</source>
   <translation>Eine Maske, aber kein Bild dazu.</translation>
  </message>
  <message>
   <source>About LGG Viewer</source>
   <translation>Über LGG Viewer</translation>
  </message>
  <message>
   <source>Action</source>
   <translation>Aktion</translation>
  </message>
  <message>
   <source>Actions and their keys</source>
   <translation>Aktionen und ihre Tasten</translation>
  </message>
  <message>
   <source>Add a key</source>
   <translation>Weitere Taste</translation>
  </message>
  <message>
   <source>Add the image, or remove the mask.</source>
   <translation>Das Bild hinzufügen oder die Maske entfernen.</translation>
  </message>
  <message>
   <source>Add the masks; until then Dice counts only slices that have one.</source>
   <translation>Die Masken hinzufügen; bis dahin zählt Dice nur Schichten, die eine haben.</translation>
  </message>
  <message>
   <source>Add the missing files; until then volumes and neighbouring slices are off there.</source>
   <translation>Die fehlenden Dateien hinzufügen; bis dahin stimmen dort Volumina und Nachbarschichten nicht.</translation>
  </message>
  <message>
   <source>Agreement</source>
   <translation>Übereinstimmung</translation>
  </message>
  <message>
   <source>Agreement map</source>
   <translation>Übereinstimmungskarte</translation>
  </message>
  <message>
   <source>All</source>
   <translation>Alle</translation>
  </message>
  <message>
   <source>All columns</source>
   <translation>Alle Spalten</translation>
  </message>
  <message>
   <source>All columns of the worklist</source>
   <translation>Alle Spalten der Arbeitsliste</translation>
  </message>
  <message>
   <source>All components restored.</source>
   <translation>Alle Komponenten wiederhergestellt.</translation>
  </message>
  <message>
   <source>All sequences at once</source>
   <translation>Alle Sequenzen auf einmal</translation>
  </message>
  <message>
   <source>All text one step larger</source>
   <translation>Alle Schrift des Fensters eine Stufe größer</translation>
  </message>
  <message>
   <source>All text one step smaller</source>
   <translation>Alle Schrift des Fensters eine Stufe kleiner</translation>
  </message>
  <message>
   <source>All tissue except 0.5 % at each end</source>
   <translation>Alles Gewebe bis auf ein halbes Prozent an jedem Ende</translation>
  </message>
  <message>
   <source>Also by double click; repeat to show all panes</source>
   <translation>Auch per Doppelklick; noch einmal zeigt wieder alle</translation>
  </message>
  <message>
   <source>Also one multi-page TIFF per study</source>
   <translation>Auch ein mehrseitiges TIFF je Studie</translation>
  </message>
  <message>
   <source>Also segment the mirrored slice (second network of a pair) and average: up to twice the time</source>
   <translation>Auch die gespiegelte Schicht segmentieren (bei zwei Netzen das zweite) und mitteln: bis zu doppelt so lang</translation>
  </message>
  <message>
   <source>Also the probabilities, as float32 TIFF</source>
   <translation>Auch die Wahrscheinlichkeiten, als float32-TIFF</translation>
  </message>
  <message>
   <source>An action or a study</source>
   <translation>Aktion oder Studie</translation>
  </message>
  <message>
   <source>Another folder holds a study named {name} too; this one is listed as {key}.</source>
   <translation>Auch ein anderer Ordner enthält eine Studie namens {name}; diese wird als {key} geführt.</translation>
  </message>
  <message>
   <source>Appearance</source>
   <translation>Darstellung</translation>
  </message>
  <message>
   <source>Approve</source>
   <translation>Freigeben</translation>
  </message>
  <message>
   <source>Approve and next</source>
   <translation>Freigeben und weiter</translation>
  </message>
  <message>
   <source>Approve once all slices are segmented: the mask may still change.</source>
   <translation>Erst freigeben, wenn alle Schichten segmentiert sind: Die Maske kann sich noch ändern.</translation>
  </message>
  <message>
   <source>Approve this study and show the next unreviewed one</source>
   <translation>Diese Studie freigeben und die nächste offene zeigen</translation>
  </message>
  <message>
   <source>Approve, and stay with this study</source>
   <translation>Freigeben und bei dieser Studie bleiben</translation>
  </message>
  <message>
   <source>Approve, flag and comment here. {palette} finds everything else, and {help} shows all keys.</source>
   <translation>Hier freigeben, markieren und kommentieren. {palette} findet alles andere, {help} zeigt alle Tasten.</translation>
  </message>
  <message>
   <source>Approved</source>
   <translation>Freigegeben</translation>
  </message>
  <message>
   <source>Area of ground truth and prediction, Dice and doubt in each slice. Drag to go.</source>
   <translation>Fläche von Referenz und Vorhersage, Dice und Zweifel in jeder Schicht. Ziehen führt zur Schicht.</translation>
  </message>
  <message>
   <source>As at the start</source>
   <translation>Wie zu Beginn</translation>
  </message>
  <message>
   <source>As in the model card</source>
   <translation>Wie auf der Modellkarte</translation>
  </message>
  <message>
   <source>As the system</source>
   <translation>Wie das System</translation>
  </message>
  <message>
   <source>Ask for read permission.</source>
   <translation>Um das Leserecht bitten.</translation>
  </message>
  <message>
   <source>At threshold {made:.2f}; not yet calculated for {threshold:.2f}.</source>
   <translation>Bei Schwelle {made:.2f}; für {threshold:.2f} noch nicht berechnet.</translation>
  </message>
  <message>
   <source>At threshold {threshold:.2f}</source>
   <translation>Bei Schwelle {threshold:.2f}</translation>
  </message>
  <message>
   <source>At threshold {threshold:.2f}.</source>
   <translation>Bei Schwelle {threshold:.2f}.</translation>
  </message>
  <message>
   <source>Auto</source>
   <translation>Auto</translation>
  </message>
  <message>
   <source>Auto window</source>
   <translation>Fenster automatisch</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>Automatisch</translation>
  </message>
  <message>
   <source>Axial, coronal, sagittal</source>
   <translation>Axial, koronal, sagittal</translation>
  </message>
  <message>
   <source>Back to the image</source>
   <translation>Zurück zum Bild</translation>
  </message>
  <message>
   <source>Back to {threshold:.2f}, the middle: no model is loaded</source>
   <translation>Zurück zu {threshold:.2f}, der Mitte: kein Modell ist geladen</translation>
  </message>
  <message>
   <source>Back to {threshold:.2f}, the model card</source>
   <translation>Zurück zu {threshold:.2f}, der Modellkarte</translation>
  </message>
  <message>
   <source>Black</source>
   <translation>Schwarz</translation>
  </message>
  <message>
   <source>Black becomes white; overlays keep their colours</source>
   <translation>Schwarz wird Weiß; Überlagerungen behalten ihre Farben</translation>
  </message>
  <message>
   <source>Black is air, white the brightest half per cent</source>
   <translation>Schwarz ist Luft, Weiß das hellste halbe Prozent</translation>
  </message>
  <message>
   <source>Black is air, white the brightest half per cent of the study</source>
   <translation>Schwarz ist Luft, Weiß das hellste halbe Prozent der Studie</translation>
  </message>
  <message>
   <source>Blue to yellow</source>
   <translation>Blau bis Gelb</translation>
  </message>
  <message>
   <source>Both</source>
   <translation>Beide</translation>
  </message>
  <message>
   <source>Both masks empty: Dice, IoU = 1.</source>
   <translation>Beide Masken leer: Dice, IoU = 1.</translation>
  </message>
  <message>
   <source>Bright tissue 40–95</source>
   <translation>Helles Gewebe 40–95</translation>
  </message>
  <message>
   <source>Browse…</source>
   <translation>Durchsuchen…</translation>
  </message>
  <message>
   <source>By doubt</source>
   <translation>Zweifel</translation>
  </message>
  <message>
   <source>By hand</source>
   <translation>Von Hand</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Change key</source>
   <translation>Taste ändern</translation>
  </message>
  <message>
   <source>Change them</source>
   <translation>Tastenkürzel ändern</translation>
  </message>
  <message>
   <source>Changed by you</source>
   <translation>Selbst geändert</translation>
  </message>
  <message>
   <source>Change…</source>
   <translation>Ändern…</translation>
  </message>
  <message>
   <source>Check the drive and permissions.</source>
   <translation>Laufwerk und Zugriffsrechte prüfen.</translation>
  </message>
  <message>
   <source>Check the drive, or choose another folder.</source>
   <translation>Das Laufwerk prüfen oder einen anderen Ordner wählen.</translation>
  </message>
  <message>
   <source>Check the drive.</source>
   <translation>Das Laufwerk prüfen.</translation>
  </message>
  <message>
   <source>Choose a file that this program exported.</source>
   <translation>Eine Datei wählen, die dieses Programm exportiert hat.</translation>
  </message>
  <message>
   <source>Choose a folder that may be written to.</source>
   <translation>Einen Ordner mit Schreibrecht wählen.</translation>
  </message>
  <message>
   <source>Choose another device or model.</source>
   <translation>Ein anderes Gerät oder Modell wählen.</translation>
  </message>
  <message>
   <source>Choose another folder.</source>
   <translation>Einen anderen Ordner wählen.</translation>
  </message>
  <message>
   <source>Choose another name.</source>
   <translation>Einen anderen Namen wählen.</translation>
  </message>
  <message>
   <source>Choose auto or cpu.</source>
   <translation>auto oder cpu wählen.</translation>
  </message>
  <message>
   <source>Choose columns, or sort again</source>
   <translation>Spalten wählen oder neu sortieren</translation>
  </message>
  <message>
   <source>Choose model</source>
   <translation>Modell wählen</translation>
  </message>
  <message>
   <source>Choose model…</source>
   <translation>Modell wählen…</translation>
  </message>
  <message>
   <source>Choose second model</source>
   <translation>Zweites Modell wählen</translation>
  </message>
  <message>
   <source>Choose second model…</source>
   <translation>Zweites Modell wählen…</translation>
  </message>
  <message>
   <source>Choose the folder that holds the patients' folders.</source>
   <translation>Den Ordner wählen, in dem die Ordner der Patienten liegen.</translation>
  </message>
  <message>
   <source>Cine</source>
   <translation>Cine</translation>
  </message>
  <message>
   <source>Cine: {speed}.</source>
   <translation>Cine: {speed}.</translation>
  </message>
  <message>
   <source>Click a component</source>
   <translation>Klick auf eine Komponente</translation>
  </message>
  <message>
   <source>Click or drag in the bar under the image</source>
   <translation>Klicken oder ziehen im Balken unter dem Bild</translation>
  </message>
  <message>
   <source>Clinical table</source>
   <translation>Klinische Tabelle</translation>
  </message>
  <message>
   <source>Close anyway</source>
   <translation>Trotzdem schließen</translation>
  </message>
  <message>
   <source>Close other programs.</source>
   <translation>Andere Programme schließen.</translation>
  </message>
  <message>
   <source>Closing stops it. Files already written are kept.</source>
   <translation>Schließen bricht ihn ab. Geschriebene Dateien bleiben.</translation>
  </message>
  <message>
   <source>Cohort page</source>
   <translation>Kohortenseite</translation>
  </message>
  <message>
   <source>Colour where both masks agree and where only one marks tumour</source>
   <translation>Farblich zeigen, was beide Masken enthalten und was nur eine enthält</translation>
  </message>
  <message>
   <source>Colour where the network is undecided: 1 where p = 0.5, 0 where it is sure</source>
   <translation>Farblich zeigen, wo das Netz unentschieden ist: 1 bei p = 0.5, 0 wo es sicher ist</translation>
  </message>
  <message>
   <source>Colours of the agreement map</source>
   <translation>Farben der Übereinstimmungskarte</translation>
  </message>
  <message>
   <source>Colours of the agreement map; all sets are colour-blind safe</source>
   <translation>Farben der Übereinstimmungskarte; alle lassen sich auch bei Farbfehlsichtigkeit unterscheiden</translation>
  </message>
  <message>
   <source>Colours of the probability map</source>
   <translation>Farben der Wahrscheinlichkeitskarte</translation>
  </message>
  <message>
   <source>Column spacing</source>
   <translation>Abstand der Spalten</translation>
  </message>
  <message>
   <source>Columns</source>
   <translation>Spalten</translation>
  </message>
  <message>
   <source>Comment</source>
   <translation>Kommentar</translation>
  </message>
  <message>
   <source>Component {number} ({size}) removed; it can be restored.</source>
   <translation>Komponente {number} ({size}) ist entfernt und lässt sich wiederherstellen.</translation>
  </message>
  <message>
   <source>Components</source>
   <translation>Komponenten</translation>
  </message>
  <message>
   <source>Components dropped by post-processing: {count}</source>
   <translation>Komponenten, die die Nachbearbeitung weglässt: {count}</translation>
  </message>
  <message>
   <source>Components of fewer voxels are dropped</source>
   <translation>Komponenten mit weniger Voxeln fallen weg</translation>
  </message>
  <message>
   <source>Components of the prediction</source>
   <translation>Komponenten der Vorhersage</translation>
  </message>
  <message>
   <source>Components you removed from this prediction: {count}</source>
   <translation>Selbst entfernte Komponenten dieser Vorhersage: {count}</translation>
  </message>
  <message>
   <source>Contrast 5–95</source>
   <translation>Kontrast 5–95</translation>
  </message>
  <message>
   <source>Contrast where fluid, cysts and necrosis lie in FLAIR</source>
   <translation>Kontrast dort, wo Flüssigkeit, Zysten und Nekrosen in der FLAIR liegen</translation>
  </message>
  <message>
   <source>Contrast where oedema and tumour lie in FLAIR</source>
   <translation>Kontrast dort, wo Ödem und Tumor in der FLAIR liegen</translation>
  </message>
  <message>
   <source>Convert images to TIFF, or ignore this.</source>
   <translation>Bilder in TIFF umwandeln oder dies übergehen.</translation>
  </message>
  <message>
   <source>Convert it to 8 or 16 bits: a scaling chosen silently could change the picture.</source>
   <translation>In 8 oder 16 Bit umwandeln: Eine stillschweigend gewählte Skalierung könnte das Bild verändern.</translation>
  </message>
  <message>
   <source>Copy as text</source>
   <translation>Als Text kopieren</translation>
  </message>
  <message>
   <source>Copy measurement as text</source>
   <translation>Messung als Text kopieren</translation>
  </message>
  <message>
   <source>Copy the model's .json and .safetensors again, both into one folder.</source>
   <translation>Die .json und die .safetensors des Modells noch einmal kopieren, beide in einen Ordner.</translation>
  </message>
  <message>
   <source>Copy the model's files again, or choose another model.</source>
   <translation>Die Dateien des Modells neu kopieren oder ein anderes Modell wählen.</translation>
  </message>
  <message>
   <source>Copy the study again, or remove the folder.</source>
   <translation>Die Studie noch einmal kopieren oder den Ordner entfernen.</translation>
  </message>
  <message>
   <source>Crosshair down</source>
   <translation>Fadenkreuz nach unten</translation>
  </message>
  <message>
   <source>Crosshair left</source>
   <translation>Fadenkreuz nach links</translation>
  </message>
  <message>
   <source>Crosshair lines</source>
   <translation>Linien des Fadenkreuzes</translation>
  </message>
  <message>
   <source>Crosshair right</source>
   <translation>Fadenkreuz nach rechts</translation>
  </message>
  <message>
   <source>Crosshair to the voxel under the cursor, in every pane</source>
   <translation>Fadenkreuz auf das Voxel unter dem Mauszeiger, in jeder Ansicht</translation>
  </message>
  <message>
   <source>Crosshair up</source>
   <translation>Fadenkreuz nach oben</translation>
  </message>
  <message>
   <source>Ctrl + wheel</source>
   <translation>Strg + Mausrad</translation>
  </message>
  <message>
   <source>Current model and a second one; choose the second in the Segment menu</source>
   <translation>Aktuelles und zweites Modell; das zweite im Menü „Segmentieren“ wählen</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>Dunkel</translation>
  </message>
  <message>
   <source>Dark tissue 0.5–60</source>
   <translation>Dunkles Gewebe 0.5–60</translation>
  </message>
  <message>
   <source>Dark to light, for greyscale vision and printing</source>
   <translation>Dunkel bis hell, für Augen und Drucke ohne Farbe</translation>
  </message>
  <message>
   <source>Decide once the study is on screen.</source>
   <translation>Erst entscheiden, wenn die Studie zu sehen ist.</translation>
  </message>
  <message>
   <source>Delete measurement</source>
   <translation>Messung löschen</translation>
  </message>
  <message>
   <source>Demo cohort</source>
   <translation>Demo-Kohorte</translation>
  </message>
  <message>
   <source>Device</source>
   <translation>Gerät</translation>
  </message>
  <message>
   <source>Dice and volume against threshold</source>
   <translation>Dice und Volumen gegen die Schwelle</translation>
  </message>
  <message>
   <source>Dice and volume at the threshold</source>
   <translation>Dice und Volumen an der Schwelle</translation>
  </message>
  <message>
   <source>Dice below 0.8…</source>
   <translation>Dice unter 0.8 …</translation>
  </message>
  <message>
   <source>Dice of prediction and ground truth, over the study</source>
   <translation>Dice von Vorhersage und Referenz über die ganze Studie</translation>
  </message>
  <message>
   <source>Dice: both empty</source>
   <translation>Dice: beide leer</translation>
  </message>
  <message>
   <source>Difference of volumes against their mean</source>
   <translation>Differenz der Volumina gegen ihren Mittelwert</translation>
  </message>
  <message>
   <source>Difficulty: easy</source>
   <translation>Schwierigkeit: leicht</translation>
  </message>
  <message>
   <source>Difficulty: hard</source>
   <translation>Schwierigkeit: schwer</translation>
  </message>
  <message>
   <source>Difficulty: medium</source>
   <translation>Schwierigkeit: mittel</translation>
  </message>
  <message>
   <source>Distribution of Dice</source>
   <translation>Verteilung der Dice-Werte</translation>
  </message>
  <message>
   <source>Distribution of volumes, ground truth above the line and prediction below it</source>
   <translation>Verteilung der Volumina, Referenz über der Linie und Vorhersage darunter</translation>
  </message>
  <message>
   <source>Distributions, agreement of volumes, worst studies; again or Esc to go back</source>
   <translation>Verteilungen, Übereinstimmung der Volumina, schlechteste Studien; noch einmal oder Esc führt zurück</translation>
  </message>
  <message>
   <source>Divider between the two views</source>
   <translation>Trennlinie zwischen den beiden Bildern</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Fertig</translation>
  </message>
  <message>
   <source>Double click on one of several panes</source>
   <translation>Doppelklick auf eine von mehreren Ansichten</translation>
  </message>
  <message>
   <source>Double-click a line to open its study.</source>
   <translation>Doppelklick auf eine Zeile öffnet ihre Studie.</translation>
  </message>
  <message>
   <source>Doubt</source>
   <translation>Zweifel</translation>
  </message>
  <message>
   <source>Doubt above 20%…</source>
   <translation>Zweifel über 20 % …</translation>
  </message>
  <message>
   <source>Doubt is available only for segmented studies; none is yet.</source>
   <translation>Zweifel ist nur bei segmentierten Studien bekannt, und noch ist keine segmentiert.</translation>
  </message>
  <message>
   <source>Doubtful</source>
   <translation>Zweifelhaft</translation>
  </message>
  <message>
   <source>Doubtful (p {low:g}–{high:g}): {amount}</source>
   <translation>Zweifelhaft (p {low:g}–{high:g}): {amount}</translation>
  </message>
  <message>
   <source>Doubtful (p {low} to {high}): {area}</source>
   <translation>Zweifelhaft (p {low} bis {high}): {area}</translation>
  </message>
  <message>
   <source>Doubtful volume</source>
   <translation>Zweifelhaftes Volumen</translation>
  </message>
  <message>
   <source>Drag a measurement's line or handle</source>
   <translation>Linie oder Griff einer Messung ziehen</translation>
  </message>
  <message>
   <source>Drag around what is to be measured</source>
   <translation>Umfahren, was gemessen werden soll</translation>
  </message>
  <message>
   <source>Drag for a length; Esc or its key again turns it off</source>
   <translation>Ziehen misst eine Länge; dieselbe Taste oder Esc legt das Lineal weg</translation>
  </message>
  <message>
   <source>Drag for area, mean, SD, least and largest value of each sequence</source>
   <translation>Ziehen misst Fläche, Mittel, SD, kleinsten und größten Wert jeder Sequenz</translation>
  </message>
  <message>
   <source>Drag in the histogram</source>
   <translation>Im Histogramm ziehen</translation>
  </message>
  <message>
   <source>Drag on the threshold's curve</source>
   <translation>In der Kurve der Schwelle ziehen</translation>
  </message>
  <message>
   <source>Drag panels by their titles. Layout, cohort, study, slice, zoom and threshold are restored at the next start.</source>
   <translation>Bedienfelder lassen sich am Titel ziehen und kommen wieder, wie sie waren. Ebenso Kohorte, Studie, Schicht, Zoom und Schwelle vom letzten Mal.</translation>
  </message>
  <message>
   <source>Drag the divider of a swipe</source>
   <translation>Trennlinie beim Wischen ziehen</translation>
  </message>
  <message>
   <source>Drag to uncover one view or the other; arrow keys with Tab</source>
   <translation>Ziehen deckt das eine oder das andere Bild auf; Pfeiltasten nach Tab</translation>
  </message>
  <message>
   <source>Dragging changes window and level again.</source>
   <translation>Ziehen ändert wieder das Fenster.</translation>
  </message>
  <message>
   <source>Drop &lt;</source>
   <translation>Ohne &lt;</translation>
  </message>
  <message>
   <source>Drop components of fewer voxels than this</source>
   <translation>Komponenten mit weniger Voxeln als hier weglassen</translation>
  </message>
  <message>
   <source>Drop components under {percent} % of the largest</source>
   <translation>Komponenten unter {percent} % der größten verwerfen</translation>
  </message>
  <message>
   <source>Drop small components</source>
   <translation>Kleine Komponenten weglassen</translation>
  </message>
  <message>
   <source>Duplicate name</source>
   <translation>Doppelter Name</translation>
  </message>
  <message>
   <source>Easy</source>
   <translation>Leicht</translation>
  </message>
  <message>
   <source>Edited</source>
   <translation>Bearbeitet</translation>
  </message>
  <message>
   <source>Ellipse</source>
   <translation>Ellipse</translation>
  </message>
  <message>
   <source>Empty</source>
   <translation>Leer</translation>
  </message>
  <message>
   <source>Empty folder</source>
   <translation>Leerer Ordner</translation>
  </message>
  <message>
   <source>Empty prediction</source>
   <translation>Leere Vorhersage</translation>
  </message>
  <message>
   <source>Enlarge it; repeat to show all</source>
   <translation>Vergrößern; noch einmal zeigt wieder alle</translation>
  </message>
  <message>
   <source>Enlarge pane</source>
   <translation>Ansicht vergrößern</translation>
  </message>
  <message>
   <source>Enter millimetres: the files contain none</source>
   <translation>Millimeter angeben: die Dateien enthalten keine</translation>
  </message>
  <message>
   <source>Enter: change the key of the selected action. Bold: changed by you.</source>
   <translation>Enter: andere Taste für die gewählte Aktion. Fett: selbst geänderte Tasten.</translation>
  </message>
  <message>
   <source>Enter: do it · arrows: move · Esc: leave</source>
   <translation>Enter: ausführen · Pfeile: wählen · Esc: schließen</translation>
  </message>
  <message>
   <source>Every value that can be stored, from black to white</source>
   <translation>Jeder speicherbare Wert, von Schwarz bis Weiß</translation>
  </message>
  <message>
   <source>Expected &lt;patient&gt;/&lt;patient&gt;_&lt;slice&gt;.tif with &lt;patient&gt;_&lt;slice&gt;_mask.tif, or one multi-page TIFF per study.</source>
   <translation>Erwartet wird &lt;patient&gt;/&lt;patient&gt;_&lt;slice&gt;.tif mit &lt;patient&gt;_&lt;slice&gt;_mask.tif oder ein mehrseitiges TIFF je Studie.</translation>
  </message>
  <message>
   <source>Export</source>
   <translation>Export</translation>
  </message>
  <message>
   <source>Export both again; until then masks are taken in order as far as they go.</source>
   <translation>Beide noch einmal exportieren; bis dahin werden die Masken der Reihe nach genommen, so weit sie reichen.</translation>
  </message>
  <message>
   <source>Export in progress</source>
   <translation>Ein Export läuft</translation>
  </message>
  <message>
   <source>Export in progress; wait for it or cancel it.</source>
   <translation>Ein Export läuft bereits; abwarten oder abbrechen.</translation>
  </message>
  <message>
   <source>Export it again as a grey (0 is black) or RGB TIFF.</source>
   <translation>Noch einmal als TIFF in Graustufen (0 ist Schwarz) oder RGB exportieren.</translation>
  </message>
  <message>
   <source>Export it again as a grey or three-channel TIFF.</source>
   <translation>Noch einmal als TIFF in Graustufen oder drei Kanälen exportieren.</translation>
  </message>
  <message>
   <source>Export it again as a plain TIFF.</source>
   <translation>Noch einmal als einfaches TIFF exportieren.</translation>
  </message>
  <message>
   <source>Export it again upright.</source>
   <translation>Noch einmal aufrecht exportieren.</translation>
  </message>
  <message>
   <source>Export it again without compression, or with LZW, deflate or PackBits.</source>
   <translation>Noch einmal ohne Kompression oder mit LZW, Deflate oder PackBits exportieren.</translation>
  </message>
  <message>
   <source>Export masks</source>
   <translation>Masken exportieren</translation>
  </message>
  <message>
   <source>Export selected studies…</source>
   <translation>Ausgewählte Studien exportieren…</translation>
  </message>
  <message>
   <source>Export the mask again on the grid of its image.</source>
   <translation>Die Maske noch einmal im Raster ihres Bildes exportieren.</translation>
  </message>
  <message>
   <source>Export the mask again with only 0 and 255.</source>
   <translation>Die Maske noch einmal nur mit 0 und 255 exportieren.</translation>
  </message>
  <message>
   <source>Export the study again with slices of one size and kind.</source>
   <translation>Die Studie noch einmal mit Schichten gleicher Größe und Art exportieren.</translation>
  </message>
  <message>
   <source>Export this slice…</source>
   <translation>Diese Schicht exportieren…</translation>
  </message>
  <message>
   <source>Export this study…</source>
   <translation>Diese Studie exportieren…</translation>
  </message>
  <message>
   <source>Export whole cohort…</source>
   <translation>Ganze Kohorte exportieren…</translation>
  </message>
  <message>
   <source>FLAIR copy: {names}</source>
   <translation>FLAIR-Kopie: {names}</translation>
  </message>
  <message>
   <source>FLAIR hyperintensity beside contrast enhancement</source>
   <translation>FLAIR-Hyperintensität neben Kontrastmittelanreicherung</translation>
  </message>
  <message>
   <source>Faster</source>
   <translation>Schneller</translation>
  </message>
  <message>
   <source>Few columns</source>
   <translation>Wenige Spalten</translation>
  </message>
  <message>
   <source>File names: {file}, plus one provenance.json per study.</source>
   <translation>Dateinamen: {file}, dazu eine provenance.json je Studie.</translation>
  </message>
  <message>
   <source>File problems; see the problem report</source>
   <translation>Probleme der Dateien; der Problembericht nennt sie</translation>
  </message>
  <message>
   <source>Files already exist</source>
   <translation>Dateien sind schon vorhanden</translation>
  </message>
  <message>
   <source>Fill</source>
   <translation>Füllung</translation>
  </message>
  <message>
   <source>Fill holes</source>
   <translation>Löcher füllen</translation>
  </message>
  <message>
   <source>Fill the masks with their colour</source>
   <translation>Die Masken mit ihrer Farbe füllen</translation>
  </message>
  <message>
   <source>Fill what a slice of the mask encloses</source>
   <translation>Füllen, was die Maske in einer Schicht umschließt</translation>
  </message>
  <message>
   <source>Filter</source>
   <translation>Filter</translation>
  </message>
  <message>
   <source>Filter, {ticked} in force</source>
   <translation>Filter, {ticked} aktiv</translation>
  </message>
  <message>
   <source>Find an action or a study</source>
   <translation>Aktion oder Studie finden</translation>
  </message>
  <message>
   <source>Find an action or a study…</source>
   <translation>Aktion oder Studie finden…</translation>
  </message>
  <message>
   <source>First and last slice</source>
   <translation>Erste und letzte Schicht</translation>
  </message>
  <message>
   <source>First slice</source>
   <translation>Erste Schicht</translation>
  </message>
  <message>
   <source>First steps</source>
   <translation>Erste Schritte</translation>
  </message>
  <message>
   <source>Fit to window</source>
   <translation>In die Ansicht einpassen</translation>
  </message>
  <message>
   <source>Flag</source>
   <translation>Markieren</translation>
  </message>
  <message>
   <source>Flag for a closer look; press again to remove the flag</source>
   <translation>Zur genaueren Prüfung markieren; noch einmal hebt die Markierung auf</translation>
  </message>
  <message>
   <source>Flagged</source>
   <translation>Markiert</translation>
  </message>
  <message>
   <source>Flicker</source>
   <translation>Blinken</translation>
  </message>
  <message>
   <source>Fluid-attenuated inversion recovery</source>
   <translation>Fluid-attenuated inversion recovery: T2 ohne Liquorsignal</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <source>Folder to export to</source>
   <translation>Ordner für den Export</translation>
  </message>
  <message>
   <source>For all studies of the cohort</source>
   <translation>Für alle Studien der Kohorte</translation>
  </message>
  <message>
   <source>For research use only. Not a medical device; not for diagnosis or treatment.</source>
   <translation>Nur für die Forschung. Kein Medizinprodukt; nicht für Diagnose oder Behandlung.</translation>
  </message>
  <message>
   <source>Free disk space or check permissions, and import them again.</source>
   <translation>Speicherplatz freigeben oder Zugriffsrechte prüfen, dann die Durchsichten noch einmal übernehmen.</translation>
  </message>
  <message>
   <source>Free disk space or check permissions. The decision is kept in memory; saving is retried with the next one.</source>
   <translation>Speicherplatz freigeben oder Zugriffsrechte prüfen. Sie bleibt im Arbeitsspeicher; mit der nächsten Entscheidung folgt ein neuer Versuch.</translation>
  </message>
  <message>
   <source>Free space, or choose another folder.</source>
   <translation>Speicherplatz freigeben oder einen anderen Ordner wählen.</translation>
  </message>
  <message>
   <source>Free space, or try again.</source>
   <translation>Speicherplatz freigeben oder noch einmal versuchen.</translation>
  </message>
  <message>
   <source>Free-hand</source>
   <translation>Freihand</translation>
  </message>
  <message>
   <source>Free-hand region</source>
   <translation>Freihandbereich</translation>
  </message>
  <message>
   <source>From another computer; of each study, what was decided last holds</source>
   <translation>Von einem anderen Rechner; je Studie gilt, was zuletzt entschieden wurde</translation>
  </message>
  <message>
   <source>Full range</source>
   <translation>Ganzer Wertebereich</translation>
  </message>
  <message>
   <source>Gap in the numbering</source>
   <translation>Lücke in der Nummerierung</translation>
  </message>
  <message>
   <source>Give stacks names that do not end in a number.</source>
   <translation>Namen von Stapeln anders als mit einer Zahl enden lassen.</translation>
  </message>
  <message>
   <source>Go to it and highlight it</source>
   <translation>Zu ihr gehen und sie hervorheben</translation>
  </message>
  <message>
   <source>Go to that slice; hover to see its figures</source>
   <translation>Zu dieser Schicht gehen; beim Verweilen ihre Zahlen</translation>
  </message>
  <message>
   <source>Go to the threshold {mark}</source>
   <translation>Zur Schwelle {mark}</translation>
  </message>
  <message>
   <source>Greys</source>
   <translation>Grautöne</translation>
  </message>
  <message>
   <source>Ground truth</source>
   <translation>Referenz</translation>
  </message>
  <message>
   <source>Ground truth only</source>
   <translation>Nur Referenz</translation>
  </message>
  <message>
   <source>Ground truth | prediction</source>
   <translation>Referenz | Vorhersage</translation>
  </message>
  <message>
   <source>Ground truth: {area}</source>
   <translation>Referenz: {area}</translation>
  </message>
  <message>
   <source>HD95 max</source>
   <translation>HD95 max.</translation>
  </message>
  <message>
   <source>HD95, mean</source>
   <translation>HD95, Mittel</translation>
  </message>
  <message>
   <source>HD95, worst slice</source>
   <translation>HD95, schlechteste Schicht</translation>
  </message>
  <message>
   <source>Hard</source>
   <translation>Schwer</translation>
  </message>
  <message>
   <source>Heat</source>
   <translation>Heatmap</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Hilfe</translation>
  </message>
  <message>
   <source>Hidden until your own verdict.</source>
   <translation>Bis zum eigenen Urteil verborgen.</translation>
  </message>
  <message>
   <source>Hide all overlays</source>
   <translation>Alle Überlagerungen ausblenden</translation>
  </message>
  <message>
   <source>Hide the prediction of each study until you have stated what you see</source>
   <translation>Die Vorhersage jeder Studie verbergen, bis das eigene Urteil abgegeben ist</translation>
  </message>
  <message>
   <source>Histogram</source>
   <translation>Histogramm</translation>
  </message>
  <message>
   <source>Histogram of</source>
   <translation>Histogramm von</translation>
  </message>
  <message>
   <source>Histogram of stored values</source>
   <translation>Histogramm der gespeicherten Werte</translation>
  </message>
  <message>
   <source>Histogram of the whole study or of the slice on screen</source>
   <translation>Histogramm der ganzen Studie oder der gezeigten Schicht</translation>
  </message>
  <message>
   <source>Hold Space</source>
   <translation>Leertaste halten</translation>
  </message>
  <message>
   <source>Holes</source>
   <translation>Löcher</translation>
  </message>
  <message>
   <source>How many voxels have which stored value, without air. Drag an edge of the window to move black or white, and what lies between them to move both.</source>
   <translation>Wie viele Voxel welchen gespeicherten Wert haben, ohne Luft. Eine Grenze des Fensters ziehen verschiebt Schwarz oder Weiß, dazwischen ziehen verschiebt beide.</translation>
  </message>
  <message>
   <source>How undecided the network is: 1 where p = 0.5, 0 where it is sure</source>
   <translation>Wie unentschieden das Netz ist: 1 bei p = 0.5, 0 wo es sicher ist</translation>
  </message>
  <message>
   <source>Ignore this.</source>
   <translation>Nichts zu tun.</translation>
  </message>
  <message>
   <source>Import reviews</source>
   <translation>Durchsichten übernehmen</translation>
  </message>
  <message>
   <source>Import reviews…</source>
   <translation>Durchsichten übernehmen…</translation>
  </message>
  <message>
   <source>Intended use</source>
   <translation>Vorgesehene Verwendung</translation>
  </message>
  <message>
   <source>Invert greys</source>
   <translation>Graustufen invertieren</translation>
  </message>
  <message>
   <source>Keep only the largest component of the mask</source>
   <translation>Nur die größte Komponente der Maske behalten</translation>
  </message>
  <message>
   <source>Keep the largest component</source>
   <translation>Größte Komponente behalten</translation>
  </message>
  <message>
   <source>Keep the prediction hidden until the reader has stated a verdict of their own</source>
   <translation>Die Vorhersage verbergen, bis der Befunder das eigene Urteil abgegeben hat</translation>
  </message>
  <message>
   <source>Key preset</source>
   <translation>Voreinstellung der Tasten</translation>
  </message>
  <message>
   <source>Keyboard shortcuts</source>
   <translation>Tastenkürzel</translation>
  </message>
  <message>
   <source>Keyboard shortcuts…</source>
   <translation>Tastenkürzel…</translation>
  </message>
  <message>
   <source>Keys</source>
   <translation>Tasten</translation>
  </message>
  <message>
   <source>Keys and mouse</source>
   <translation>Tasten und Maus</translation>
  </message>
  <message>
   <source>Known: {devices}.</source>
   <translation>Bekannt: {devices}.</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Sprache</translation>
  </message>
  <message>
   <source>Larger text</source>
   <translation>Größere Schrift</translation>
  </message>
  <message>
   <source>Largest</source>
   <translation>Größte</translation>
  </message>
  <message>
   <source>Last slice</source>
   <translation>Letzte Schicht</translation>
  </message>
  <message>
   <source>Layout</source>
   <translation>Anordnung</translation>
  </message>
  <message>
   <source>Leave it out.</source>
   <translation>Auslassen.</translation>
  </message>
  <message>
   <source>Leaves blue to the ground truth</source>
   <translation>Lässt Blau der Referenz</translation>
  </message>
  <message>
   <source>Left and right arrow keys move it</source>
   <translation>Pfeiltasten links und rechts bewegen sie</translation>
  </message>
  <message>
   <source>Left drag</source>
   <translation>Links ziehen</translation>
  </message>
  <message>
   <source>Left drag with Ruler, Ellipse or Free-hand on</source>
   <translation>Links ziehen mit Lineal, Ellipse oder Freihand</translation>
  </message>
  <message>
   <source>Left out: the slices of this study are there as single files.</source>
   <translation>Ausgelassen: Die Schichten dieser Studie sind als einzelne Dateien vorhanden.</translation>
  </message>
  <message>
   <source>Less opaque</source>
   <translation>Durchsichtiger</translation>
  </message>
  <message>
   <source>Licence</source>
   <translation>Lizenz</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>Hell</translation>
  </message>
  <message>
   <source>Limits</source>
   <translation>Einschränkungen</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>Log</translation>
  </message>
  <message>
   <source>Log scale: keeps small counts visible</source>
   <translation>Logarithmische Höhen: wenige Voxel bleiben neben vielen sichtbar</translation>
  </message>
  <message numerus="yes">
   <source>Low memory on {device}: continuing with {n} slices at a time.</source>
   <translation>
    <numerusform>Speicher knapp ({device}): weiter mit {n} Schicht auf einmal.</numerusform>
    <numerusform>Speicher knapp ({device}): weiter mit {n} Schichten auf einmal.</numerusform>
   </translation>
  </message>
  <message>
   <source>Main</source>
   <translation>Hauptleiste</translation>
  </message>
  <message>
   <source>Many hues, like viridis</source>
   <translation>Mit vielen Farbtönen, wie Viridis</translation>
  </message>
  <message>
   <source>Mask = probability at or above the threshold</source>
   <translation>Maske = Wahrscheinlichkeit ab der Schwelle</translation>
  </message>
  <message>
   <source>Mask missing</source>
   <translation>Maske fehlt</translation>
  </message>
  <message>
   <source>Mask not binary</source>
   <translation>Maske nicht binär</translation>
  </message>
  <message>
   <source>Mask of another size</source>
   <translation>Maske von anderer Größe</translation>
  </message>
  <message>
   <source>Mask without image</source>
   <translation>Maske ohne Bild</translation>
  </message>
  <message>
   <source>Masks</source>
   <translation>Masken</translation>
  </message>
  <message>
   <source>Masks also exist as single files; {name} is used.</source>
   <translation>Masken sind auch als einzelne Dateien vorhanden; verwendet wird {name}.</translation>
  </message>
  <message>
   <source>Masks that this program exported, left out.</source>
   <translation>Von diesem Programm exportierte Masken, ausgelassen.</translation>
  </message>
  <message>
   <source>Mean probability over its voxels</source>
   <translation>Mittlere Wahrscheinlichkeit ihrer Voxel</translation>
  </message>
  <message>
   <source>Measure</source>
   <translation>Messen</translation>
  </message>
  <message>
   <source>Measure; Esc or the tool's key turns it off</source>
   <translation>Messen; Esc oder die Taste des Werkzeugs legt es weg</translation>
  </message>
  <message>
   <source>Medium</source>
   <translation>Mittel</translation>
  </message>
  <message>
   <source>Menu</source>
   <translation>Menü</translation>
  </message>
  <message>
   <source>Middle drag</source>
   <translation>Mit der mittleren Taste ziehen</translation>
  </message>
  <message>
   <source>Mirror averaging</source>
   <translation>Spiegelmittelung</translation>
  </message>
  <message>
   <source>Missing</source>
   <translation>Fehlt</translation>
  </message>
  <message>
   <source>Missing sequences</source>
   <translation>Fehlende Sequenzen</translation>
  </message>
  <message>
   <source>Model (*.json *.safetensors)</source>
   <translation>Modell (*.json *.safetensors)</translation>
  </message>
  <message>
   <source>Model card</source>
   <translation>Modellkarte</translation>
  </message>
  <message>
   <source>Model card…</source>
   <translation>Modellkarte…</translation>
  </message>
  <message>
   <source>More contrast in most of the tissue</source>
   <translation>Mehr Kontrast im größten Teil des Gewebes</translation>
  </message>
  <message>
   <source>More opaque</source>
   <translation>Deckender</translation>
  </message>
  <message>
   <source>More tools</source>
   <translation>Weitere Werkzeuge</translation>
  </message>
  <message>
   <source>Most doubtful first</source>
   <translation>Zweifelhafteste zuerst</translation>
  </message>
  <message>
   <source>Mouse</source>
   <translation>Maus</translation>
  </message>
  <message>
   <source>Move it elsewhere.</source>
   <translation>Die Datei anderswohin verschieben.</translation>
  </message>
  <message>
   <source>Move it to another folder, or remove the single files.</source>
   <translation>In einen anderen Ordner verschieben oder die einzelnen Dateien entfernen.</translation>
  </message>
  <message>
   <source>Move or reshape it, even with no tool on; Del deletes it</source>
   <translation>Verschieben oder verformen, auch ohne Werkzeug; Entf löscht sie</translation>
  </message>
  <message>
   <source>Name of the reader</source>
   <translation>Name des Befunders</translation>
  </message>
  <message>
   <source>Nested more than {depth} folders deep.</source>
   <translation>Mehr als {depth} Ordner tief verschachtelt.</translation>
  </message>
  <message>
   <source>Network</source>
   <translation>Netz</translation>
  </message>
  <message>
   <source>New folder</source>
   <translation>Neuer Ordner</translation>
  </message>
  <message>
   <source>Next</source>
   <translation>Weiter</translation>
  </message>
  <message>
   <source>Next disagreement</source>
   <translation>Nächste Abweichung</translation>
  </message>
  <message>
   <source>Next doubtful slice</source>
   <translation>Nächste zweifelhafte Schicht</translation>
  </message>
  <message>
   <source>Next pane</source>
   <translation>Nächste Ansicht</translation>
  </message>
  <message>
   <source>Next slice</source>
   <translation>Nächste Schicht</translation>
  </message>
  <message>
   <source>Next study</source>
   <translation>Nächste Studie</translation>
  </message>
  <message>
   <source>Next tumour slice</source>
   <translation>Nächste Tumorschicht</translation>
  </message>
  <message>
   <source>Next unreviewed study</source>
   <translation>Nächste offene Studie</translation>
  </message>
  <message>
   <source>No clinical data.</source>
   <translation>Keine klinischen Daten.</translation>
  </message>
  <message>
   <source>No cohort is open.</source>
   <translation>Keine Kohorte ist geöffnet.</translation>
  </message>
  <message>
   <source>No ground truth</source>
   <translation>Keine Referenz</translation>
  </message>
  <message>
   <source>No ground truth or prediction to find tumour slices.</source>
   <translation>Weder Referenz noch Vorhersage sagen, wo der Tumor ist.</translation>
  </message>
  <message>
   <source>No key</source>
   <translation>Keine Taste</translation>
  </message>
  <message numerus="yes">
   <source>No mask for slices {slices}.</source>
   <translation>
    <numerusform>Keine Maske für Schicht {slices}.</numerusform>
    <numerusform>Keine Maske für die Schichten {slices}.</numerusform>
   </translation>
  </message>
  <message>
   <source>No match: try another word.</source>
   <translation>Kein Treffer: ein anderes Wort versuchen.</translation>
  </message>
  <message>
   <source>No model loaded: choose one in the Segment menu.</source>
   <translation>Kein Modell geladen: im Menü Segmentieren wählen.</translation>
  </message>
  <message numerus="yes">
   <source>No multi-page file of {study}: {n} of its slices are left out.</source>
   <translation>
    <numerusform>Keine mehrseitige Datei von {study}: {n} ihrer Schichten ist ausgelassen.</numerusform>
    <numerusform>Keine mehrseitige Datei von {study}: {n} ihrer Schichten sind ausgelassen.</numerusform>
   </translation>
  </message>
  <message>
   <source>No prediction to search: segment this study first, or give your verdict.</source>
   <translation>Keine Vorhersage: erst segmentieren oder das eigene Urteil abgeben.</translation>
  </message>
  <message>
   <source>No prediction yet.</source>
   <translation>Noch keine Vorhersage.</translation>
  </message>
  <message>
   <source>No prediction yet: segment this study from the Segment menu.</source>
   <translation>Noch keine Vorhersage: diese Studie im Menü Segmentieren segmentieren.</translation>
  </message>
  <message>
   <source>No problems in {studies}.</source>
   <translation>Keine Probleme in {studies}.</translation>
  </message>
  <message>
   <source>No slice of {study} can be read. {reason}</source>
   <translation>Keine Schicht von {study} ist lesbar. {reason}</translation>
  </message>
  <message>
   <source>No spacing</source>
   <translation>Ohne Abstände</translation>
  </message>
  <message>
   <source>No study has both a prediction and ground truth yet.</source>
   <translation>Noch keine Studie hat sowohl Vorhersage als auch Referenz.</translation>
  </message>
  <message>
   <source>No study is open.</source>
   <translation>Keine Studie ist geöffnet.</translation>
  </message>
  <message>
   <source>No study is selected.</source>
   <translation>Keine Studie ist ausgewählt.</translation>
  </message>
  <message>
   <source>No study was found in {path}.</source>
   <translation>Keine Studie gefunden in {path}.</translation>
  </message>
  <message>
   <source>No tumour</source>
   <translation>Kein Tumor</translation>
  </message>
  <message>
   <source>No voxel spacing in the files.</source>
   <translation>Keine Voxelabstände in den Dateien.</translation>
  </message>
  <message>
   <source>None</source>
   <translation>Keine</translation>
  </message>
  <message>
   <source>Not TIFF files, left out: {names}.</source>
   <translation>Keine TIFF-Dateien, ausgelassen: {names}.</translation>
  </message>
  <message>
   <source>Not enough memory on {device}: continuing on the CPU.</source>
   <translation>Speicher reicht nicht ({device}): weiter auf der CPU.</translation>
  </message>
  <message>
   <source>Not everything was exported</source>
   <translation>Nicht alles wurde exportiert</translation>
  </message>
  <message>
   <source>Not rated</source>
   <translation>Nicht bewertet</translation>
  </message>
  <message>
   <source>Not read</source>
   <translation>Nicht gelesen</translation>
  </message>
  <message>
   <source>Not segmented</source>
   <translation>Nicht segmentiert</translation>
  </message>
  <message>
   <source>Not yet calculated for {threshold:.2f}.</source>
   <translation>Für {threshold:.2f} noch nicht berechnet.</translation>
  </message>
  <message>
   <source>Nothing is left.</source>
   <translation>Nichts ist übrig.</translation>
  </message>
  <message>
   <source>Nothing left to review here: {done} of {total} done.</source>
   <translation>Hier ist alles durchgesehen: {done} von {total} erledigt.</translation>
  </message>
  <message numerus="yes">
   <source>Nothing left to review here: {done} of {total} done. {n} more are not in the current list.</source>
   <translation>
    <numerusform>Hier ist alles durchgesehen: {done} von {total} erledigt. {n} weitere steht nicht in der gezeigten Liste.</numerusform>
    <numerusform>Hier ist alles durchgesehen: {done} von {total} erledigt. {n} weitere stehen nicht in der gezeigten Liste.</numerusform>
   </translation>
  </message>
  <message>
   <source>Nothing reaches the threshold.</source>
   <translation>Nichts erreicht die Schwelle.</translation>
  </message>
  <message>
   <source>Number: 1 is the largest</source>
   <translation>Nummer: 1 ist die größte</translation>
  </message>
  <message>
   <source>Numbers</source>
   <translation>Zahlen</translation>
  </message>
  <message numerus="yes">
   <source>Of {count} approved studies, {n} were approved with another mask: see their Review panel.</source>
   <translation>
    <numerusform>Von {count} freigegebenen Studien wurde {n} mit einer anderen Maske freigegeben: siehe ihr Feld „Durchsicht“.</numerusform>
    <numerusform>Von {count} freigegebenen Studien wurden {n} mit einer anderen Maske freigegeben: siehe ihr Feld „Durchsicht“.</numerusform>
   </translation>
  </message>
  <message>
   <source>Off</source>
   <translation>Aus</translation>
  </message>
  <message>
   <source>On</source>
   <translation>Ein</translation>
  </message>
  <message>
   <source>On this slice. With focus on the image, Del deletes the selected one, Esc deselects it</source>
   <translation>Auf dieser Schicht; bei Fokus im Bild löscht Entf die gewählte, Esc hebt die Auswahl auf</translation>
  </message>
  <message>
   <source>One pane</source>
   <translation>Eine Ansicht</translation>
  </message>
  <message>
   <source>One row per study. Click one to see it; {study-next} goes to the next. Type into the search field to find one, click a heading to sort.</source>
   <translation>Eine Zeile je Studie. Ein Klick zeigt sie; {study-next} geht zur nächsten. Im Suchfeld eine finden, mit einem Klick auf eine Überschrift sortieren.</translation>
  </message>
  <message>
   <source>Only the slice</source>
   <translation>Nur die Schicht</translation>
  </message>
  <message>
   <source>Opacity</source>
   <translation>Deckkraft</translation>
  </message>
  <message>
   <source>Opacity of fill and maps</source>
   <translation>Deckkraft von Füllung und Karten</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>Öffnen</translation>
  </message>
  <message>
   <source>Open a folder first.</source>
   <translation>Zuerst einen Ordner öffnen.</translation>
  </message>
  <message>
   <source>Open a folder of studies</source>
   <translation>Ordner mit Studien öffnen</translation>
  </message>
  <message>
   <source>Open a folder of studies, or drop it here.
&lt;patient&gt;/&lt;patient&gt;_&lt;slice&gt;.tif with &lt;patient&gt;_&lt;slice&gt;_mask.tif, or one multi-page TIFF per study.</source>
   <translation>Einen Ordner mit Studien öffnen oder hier ablegen.
&lt;patient&gt;/&lt;patient&gt;_&lt;slice&gt;.tif mit &lt;patient&gt;_&lt;slice&gt;_mask.tif, oder ein mehrseitiges TIFF je Studie.</translation>
  </message>
  <message>
   <source>Open a subfolder closer to the studies.</source>
   <translation>Einen Unterordner näher bei den Studien öffnen.</translation>
  </message>
  <message>
   <source>Open folder…</source>
   <translation>Ordner öffnen…</translation>
  </message>
  <message>
   <source>Open the folder again.</source>
   <translation>Den Ordner neu öffnen.</translation>
  </message>
  <message>
   <source>Open the folder it points to instead.</source>
   <translation>Stattdessen den Ordner öffnen, auf den sie zeigt.</translation>
  </message>
  <message>
   <source>Outline of the ground truth, dashed</source>
   <translation>Umriss der Referenz, gestrichelt</translation>
  </message>
  <message>
   <source>Outline of the prediction at the threshold, solid</source>
   <translation>Umriss der Vorhersage an der Schwelle, durchgezogen</translation>
  </message>
  <message>
   <source>Outline of the prediction, solid</source>
   <translation>Umriss der Vorhersage, durchgezogen</translation>
  </message>
  <message>
   <source>Outlines only</source>
   <translation>Nur Umrisse</translation>
  </message>
  <message>
   <source>Overlays</source>
   <translation>Überlagerungen</translation>
  </message>
  <message>
   <source>Overwrite</source>
   <translation>Überschreiben</translation>
  </message>
  <message>
   <source>Overwrite, skip them, or choose another folder.</source>
   <translation>Überschreiben, überspringen oder einen anderen Ordner wählen.</translation>
  </message>
  <message>
   <source>Own threshold</source>
   <translation>Eigene Schwelle</translation>
  </message>
  <message>
   <source>Own verdict first</source>
   <translation>Erst eigenes Urteil</translation>
  </message>
  <message>
   <source>Own verdict: no tumour</source>
   <translation>Eigenes Urteil: kein Tumor</translation>
  </message>
  <message>
   <source>Own verdict: tumour</source>
   <translation>Eigenes Urteil: Tumor</translation>
  </message>
  <message>
   <source>Own verdict: unsure</source>
   <translation>Eigenes Urteil: unklar</translation>
  </message>
  <message>
   <source>PRE red, FLAIR green, POST blue</source>
   <translation>PRE rot, FLAIR grün, POST blau</translation>
  </message>
  <message>
   <source>Pages of the settings</source>
   <translation>Seiten der Einstellungen</translation>
  </message>
  <message>
   <source>Pan</source>
   <translation>Verschieben</translation>
  </message>
  <message>
   <source>Panels</source>
   <translation>Bedienfelder</translation>
  </message>
  <message>
   <source>Panes</source>
   <translation>Ansichten</translation>
  </message>
  <message>
   <source>Parts</source>
   <translation>Teile</translation>
  </message>
  <message>
   <source>Peek under the overlays</source>
   <translation>Unter die Überlagerungen sehen</translation>
  </message>
  <message>
   <source>Percentiles 0.5–99.5</source>
   <translation>Perzentile 0.5–99.5</translation>
  </message>
  <message>
   <source>Play slices</source>
   <translation>Schichten abspielen</translation>
  </message>
  <message>
   <source>Post-processing follows the last slice</source>
   <translation>Nachbearbeitung folgt nach der letzten Schicht</translation>
  </message>
  <message>
   <source>Post-processing off</source>
   <translation>Nachbearbeitung aus</translation>
  </message>
  <message>
   <source>Post-processing on</source>
   <translation>Nachbearbeitung an</translation>
  </message>
  <message>
   <source>Post-processing on: {steps}.</source>
   <translation>Nachbearbeitung an: {steps}.</translation>
  </message>
  <message>
   <source>Post-processing: card</source>
   <translation>Nachbearbeitung: Karte</translation>
  </message>
  <message>
   <source>Precision</source>
   <translation>Präzision</translation>
  </message>
  <message>
   <source>Prediction</source>
   <translation>Vorhersage</translation>
  </message>
  <message>
   <source>Prediction hidden until you give your own verdict.</source>
   <translation>Die Vorhersage bleibt bis zum eigenen Urteil verborgen.</translation>
  </message>
  <message>
   <source>Prediction only</source>
   <translation>Nur Vorhersage</translation>
  </message>
  <message>
   <source>Prediction − ground truth, against their mean</source>
   <translation>Vorhersage − Referenz, gegen ihren Mittelwert</translation>
  </message>
  <message>
   <source>Prediction: not yet</source>
   <translation>Vorhersage: noch keine</translation>
  </message>
  <message>
   <source>Prediction: {area}</source>
   <translation>Vorhersage: {area}</translation>
  </message>
  <message>
   <source>Predictions put aside; earlier ones made this way are restored. Use Segment for the rest.</source>
   <translation>Die Vorhersagen sind beiseitegelegt; früher auf diese Art gemachte kommen zurück, die anderen macht Segmentieren.</translation>
  </message>
  <message>
   <source>Preset</source>
   <translation>Voreinstellung</translation>
  </message>
  <message>
   <source>Press again to show them; hold Space to peek</source>
   <translation>Noch einmal blendet sie wieder ein; Leertaste halten, um kurz darunter zu sehen</translation>
  </message>
  <message>
   <source>Press an additional key for “{action}”.</source>
   <translation>Weitere Taste für „{action}“ drücken.</translation>
  </message>
  <message>
   <source>Press another key.</source>
   <translation>Eine andere Taste drücken.</translation>
  </message>
  <message>
   <source>Press one key, optionally with Ctrl, Alt or Shift.</source>
   <translation>Eine Taste drücken, nach Belieben mit Strg, Alt oder Umschalt.</translation>
  </message>
  <message>
   <source>Press the key itself.</source>
   <translation>Die Taste selbst drücken.</translation>
  </message>
  <message>
   <source>Press the new key</source>
   <translation>Neue Taste drücken</translation>
  </message>
  <message>
   <source>Press the new key for “{action}”.</source>
   <translation>Neue Taste für „{action}“ drücken.</translation>
  </message>
  <message>
   <source>Press the new key; Esc cancels</source>
   <translation>Neue Taste drücken; Esc bricht ab</translation>
  </message>
  <message>
   <source>Previous disagreement</source>
   <translation>Vorige Abweichung</translation>
  </message>
  <message>
   <source>Previous doubtful slice</source>
   <translation>Vorige zweifelhafte Schicht</translation>
  </message>
  <message>
   <source>Previous slice</source>
   <translation>Vorige Schicht</translation>
  </message>
  <message>
   <source>Previous study</source>
   <translation>Vorige Studie</translation>
  </message>
  <message>
   <source>Previous tumour slice</source>
   <translation>Vorige Tumorschicht</translation>
  </message>
  <message>
   <source>Probability as colour, its transparency following the probability</source>
   <translation>Wahrscheinlichkeit als Farbe, umso deckender, je höher sie ist</translation>
  </message>
  <message>
   <source>Probability map</source>
   <translation>Wahrscheinlichkeitskarte</translation>
  </message>
  <message>
   <source>Probability map colours</source>
   <translation>Farben der Wahrscheinlichkeitskarte</translation>
  </message>
  <message>
   <source>Probability of tumour as colour</source>
   <translation>Wahrscheinlichkeit von Tumor als Farbe</translation>
  </message>
  <message>
   <source>Problem</source>
   <translation>Problem</translation>
  </message>
  <message>
   <source>Problem report</source>
   <translation>Problembericht</translation>
  </message>
  <message>
   <source>Problem report…</source>
   <translation>Problembericht…</translation>
  </message>
  <message>
   <source>Problems</source>
   <translation>Probleme</translation>
  </message>
  <message>
   <source>Program colours; the image background stays black</source>
   <translation>Farben des Programms; der Bildhintergrund bleibt schwarz</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>Fortschritt</translation>
  </message>
  <message>
   <source>Progress of the review</source>
   <translation>Fortschritt der Durchsicht</translation>
  </message>
  <message>
   <source>Quit</source>
   <translation>Beenden</translation>
  </message>
  <message>
   <source>Radiology</source>
   <translation>Radiologie</translation>
  </message>
  <message>
   <source>Reader</source>
   <translation>Befunder</translation>
  </message>
  <message>
   <source>Reading</source>
   <translation>Befundung</translation>
  </message>
  <message>
   <source>Reading…</source>
   <translation>Wird gelesen…</translation>
  </message>
  <message>
   <source>Reassign</source>
   <translation>Neu zuweisen</translation>
  </message>
  <message>
   <source>Reassign to “{action}”?</source>
   <translation>„{action}“ zuweisen?</translation>
  </message>
  <message>
   <source>Recall</source>
   <translation>Sensitivität</translation>
  </message>
  <message>
   <source>Recent</source>
   <translation>Zuletzt geöffnet</translation>
  </message>
  <message>
   <source>Red to yellow</source>
   <translation>Rot bis Gelb</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Entfernen</translation>
  </message>
  <message>
   <source>Remove it from the folder.</source>
   <translation>Aus dem Ordner entfernen.</translation>
  </message>
  <message>
   <source>Remove one of the two files.</source>
   <translation>Eine der beiden Dateien entfernen.</translation>
  </message>
  <message>
   <source>Remove one of the two.</source>
   <translation>Eines von beiden entfernen.</translation>
  </message>
  <message>
   <source>Remove selected component</source>
   <translation>Gewählte Komponente entfernen</translation>
  </message>
  <message>
   <source>Remove that link, or choose another folder.</source>
   <translation>Diese Verknüpfung entfernen oder einen anderen Ordner wählen.</translation>
  </message>
  <message>
   <source>Remove the component selected in the Components panel from the mask</source>
   <translation>Die unter Komponenten gewählte Komponente aus der Maske nehmen</translation>
  </message>
  <message>
   <source>Remove the selected component from the mask</source>
   <translation>Die gewählte Komponente aus der Maske nehmen</translation>
  </message>
  <message>
   <source>Rename or remove one of the two.</source>
   <translation>Eine der beiden umbenennen oder entfernen.</translation>
  </message>
  <message>
   <source>Reopen</source>
   <translation>Offen</translation>
  </message>
  <message>
   <source>Replace the file by a good copy, or remove it.</source>
   <translation>Die Datei durch eine intakte Kopie ersetzen oder entfernen.</translation>
  </message>
  <message>
   <source>Reset</source>
   <translation>Zurücksetzen</translation>
  </message>
  <message>
   <source>Reset all</source>
   <translation>Alle zurücksetzen</translation>
  </message>
  <message>
   <source>Reset layout</source>
   <translation>Anordnung zurücksetzen</translation>
  </message>
  <message>
   <source>Reset to unreviewed</source>
   <translation>Auf offen zurücksetzen</translation>
  </message>
  <message>
   <source>Restore</source>
   <translation>Wiederherstellen</translation>
  </message>
  <message>
   <source>Restore all</source>
   <translation>Alle wiederherstellen</translation>
  </message>
  <message>
   <source>Restore all components</source>
   <translation>Alle Komponenten wiederherstellen</translation>
  </message>
  <message>
   <source>Restore defaults</source>
   <translation>Standard wiederherstellen</translation>
  </message>
  <message>
   <source>Restore deleted measurement</source>
   <translation>Gelöschte Messung wiederherstellen</translation>
  </message>
  <message>
   <source>Restore last component</source>
   <translation>Letzte Komponente wiederherstellen</translation>
  </message>
  <message>
   <source>Restore the component or measurement that was deleted last</source>
   <translation>Die zuletzt gelöschte Komponente oder Messung wiederherstellen</translation>
  </message>
  <message>
   <source>Restore the component that was removed last</source>
   <translation>Die zuletzt entfernte Komponente wiederherstellen</translation>
  </message>
  <message>
   <source>Restore the original panel layout</source>
   <translation>Ursprüngliche Anordnung wiederherstellen</translation>
  </message>
  <message numerus="yes">
   <source>Restored; {n} still removed.</source>
   <translation>
    <numerusform>Wiederhergestellt; {n} ist noch entfernt.</numerusform>
    <numerusform>Wiederhergestellt; {n} sind noch entfernt.</numerusform>
   </translation>
  </message>
  <message>
   <source>Review</source>
   <translation>Durchsicht</translation>
  </message>
  <message>
   <source>Review lower-grade-glioma MRI: slices, ground truth, a network's probability and a threshold that moves.

Nothing leaves this computer: the program has no network code and counts nothing.

Data set: Buda, Saha, Mazurowski 2019, doi 10.1016/j.compbiomed.2019.05.002; CC BY-NC-SA 4.0.

Program: Apache-2.0. It uses Qt for Python (LGPL-3), PyTorch, NumPy, OpenCV, tifffile, pyqtgraph and safetensors.</source>
   <translation>MRT niedriggradiger Gliome durchsehen: Schichten, Referenz, die Wahrscheinlichkeit eines Netzes und eine bewegliche Schwelle.

Nichts verlässt diesen Rechner: Das Programm enthält keinen Code für Netzwerkzugriffe und zählt nichts.

Datensatz: Buda, Saha, Mazurowski 2019, doi 10.1016/j.compbiomed.2019.05.002; CC BY-NC-SA 4.0.

Programm: Apache-2.0. Es verwendet Qt for Python (LGPL-3), PyTorch, NumPy, OpenCV, tifffile, pyqtgraph und safetensors.</translation>
  </message>
  <message>
   <source>Review mark</source>
   <translation>Zeichen der Durchsicht</translation>
  </message>
  <message>
   <source>Review state</source>
   <translation>Stand der Durchsicht</translation>
  </message>
  <message>
   <source>Reviews (*.sqlite)</source>
   <translation>Durchsichten (*.sqlite)</translation>
  </message>
  <message>
   <source>Reviews not saved</source>
   <translation>Durchsichten sind nicht gespeichert</translation>
  </message>
  <message>
   <source>Reviews saved in {path}.</source>
   <translation>Durchsichten gespeichert in {path}.</translation>
  </message>
  <message>
   <source>Right click</source>
   <translation>Rechtsklick</translation>
  </message>
  <message>
   <source>Right drag</source>
   <translation>Rechts ziehen</translation>
  </message>
  <message>
   <source>Row spacing</source>
   <translation>Abstand der Zeilen</translation>
  </message>
  <message>
   <source>Rows</source>
   <translation>Zeilen</translation>
  </message>
  <message>
   <source>Rows stay in place when values change; this sorts them again</source>
   <translation>Zeilen behalten ihren Platz, wenn sich Werte ändern; dies sortiert sie neu</translation>
  </message>
  <message>
   <source>Ruler</source>
   <translation>Lineal</translation>
  </message>
  <message>
   <source>Save reviews</source>
   <translation>Durchsichten speichern</translation>
  </message>
  <message>
   <source>Save reviews…</source>
   <translation>Durchsichten speichern…</translation>
  </message>
  <message numerus="yes">
   <source>Saved {n} files of {studies} in {folder}</source>
   <translation>
    <numerusform>{n} Datei von {studies} in {folder} gespeichert</numerusform>
    <numerusform>{n} Dateien von {studies} in {folder} gespeichert</numerusform>
   </translation>
  </message>
  <message>
   <source>Saving is retried when you open another folder or close the program.</source>
   <translation>Ein neuer Versuch folgt beim Öffnen eines anderen Ordners und beim Schließen des Programms.</translation>
  </message>
  <message>
   <source>Scope</source>
   <translation>Umfang</translation>
  </message>
  <message>
   <source>Scores</source>
   <translation>Ergebnisse</translation>
  </message>
  <message>
   <source>Scroll slices; with Shift, ten at a time</source>
   <translation>Schicht; mit Umschalt zehn auf einmal</translation>
  </message>
  <message>
   <source>Scroll {title}</source>
   <translation>Bildlauf: {title}</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Suchen</translation>
  </message>
  <message>
   <source>Search actions and keys</source>
   <translation>Aktionen und Tasten suchen</translation>
  </message>
  <message>
   <source>Search by name, grade, histology, location or comment, and by conditions such as dice&lt;0.8 doubt&gt;20 parts&gt;1.
Figures: {names}</source>
   <translation>Wörter aus Name, Grad, Histologie, Lage oder Kommentar und Bedingungen wie dice&lt;0.8 doubt&gt;20 parts&gt;1.
Zahlen: {names}</translation>
  </message>
  <message>
   <source>Search studies</source>
   <translation>Studien suchen</translation>
  </message>
  <message>
   <source>Second model for comparison: Panes &gt; Two models</source>
   <translation>Zweites Modell zum Vergleich: Ansichten &gt; Zwei Modelle</translation>
  </message>
  <message>
   <source>Seen in training: no test of the model.</source>
   <translation>Im Training gesehen: kein Test.</translation>
  </message>
  <message>
   <source>Segment</source>
   <translation>Segmentieren</translation>
  </message>
  <message>
   <source>Segment each slice once (first network of a pair): fastest</source>
   <translation>Jede Schicht einmal segmentieren (bei zwei Netzen das erste): am schnellsten</translation>
  </message>
  <message>
   <source>Segment it first.</source>
   <translation>Erst segmentieren.</translation>
  </message>
  <message>
   <source>Segment selected studies</source>
   <translation>Ausgewählte Studien segmentieren</translation>
  </message>
  <message>
   <source>Segment the study first, or choose other slices.</source>
   <translation>Erst die Studie segmentieren oder andere Schichten wählen.</translation>
  </message>
  <message>
   <source>Segment this study</source>
   <translation>Diese Studie segmentieren</translation>
  </message>
  <message>
   <source>Segment this study with the second model</source>
   <translation>Studie mit zweitem Modell segmentieren</translation>
  </message>
  <message>
   <source>Segment whole cohort</source>
   <translation>Ganze Kohorte segmentieren</translation>
  </message>
  <message>
   <source>Segmentation cancelled.</source>
   <translation>Segmentierung abgebrochen.</translation>
  </message>
  <message>
   <source>Select a component in the Components panel first.</source>
   <translation>Zuerst unter Komponenten eine Komponente wählen.</translation>
  </message>
  <message>
   <source>Select next measurement</source>
   <translation>Nächste Messung wählen</translation>
  </message>
  <message>
   <source>Selected studies</source>
   <translation>Auswahl</translation>
  </message>
  <message>
   <source>Sequences missing</source>
   <translation>Sequenzen fehlen</translation>
  </message>
  <message>
   <source>Sequences that were not acquired: copies of FLAIR stand in for them</source>
   <translation>Nicht aufgenommene Sequenzen: Kopien der FLAIR stehen an ihrer Stelle</translation>
  </message>
  <message>
   <source>Set it to a number of threads, or remove it.</source>
   <translation>Auf eine Zahl von Threads setzen oder entfernen.</translation>
  </message>
  <message>
   <source>Set the second one in its pane; all figures use the shared threshold</source>
   <translation>Die zweite wird in ihrer Ansicht gewählt; alle Zahlen folgen der gemeinsamen Schwelle</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Einstellungen</translation>
  </message>
  <message>
   <source>Settings…</source>
   <translation>Einstellungen…</translation>
  </message>
  <message>
   <source>Set…</source>
   <translation>Angeben…</translation>
  </message>
  <message>
   <source>Share of its voxels that lie in the ground truth</source>
   <translation>Anteil ihrer Voxel, der in der Referenz liegt</translation>
  </message>
  <message>
   <source>Shared image</source>
   <translation>Gemeinsames Bild</translation>
  </message>
  <message>
   <source>Shared overlays</source>
   <translation>Gemeinsame Überlagerungen</translation>
  </message>
  <message>
   <source>Shared threshold</source>
   <translation>Gemeinsame Schwelle</translation>
  </message>
  <message>
   <source>Shares of the slice</source>
   <translation>Anteile in der Schicht</translation>
  </message>
  <message>
   <source>Shares of the study</source>
   <translation>Anteile in der Studie</translation>
  </message>
  <message>
   <source>Shift + move</source>
   <translation>Umschalt + bewegen</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>Einblenden</translation>
  </message>
  <message>
   <source>Show all</source>
   <translation>Alle zeigen</translation>
  </message>
  <message>
   <source>Show some of the studies</source>
   <translation>Nur bestimmte Studien zeigen</translation>
  </message>
  <message>
   <source>Show the tour</source>
   <translation>Rundgang zeigen</translation>
  </message>
  <message>
   <source>Show…</source>
   <translation>Zeigen…</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>Größe</translation>
  </message>
  <message>
   <source>Size changes within the study</source>
   <translation>Größe wechselt innerhalb der Studie</translation>
  </message>
  <message>
   <source>Size; voxels until millimetres are given</source>
   <translation>Größe; Voxel, solange keine Millimeter angegeben sind</translation>
  </message>
  <message>
   <source>Skip</source>
   <translation>Überspringen</translation>
  </message>
  <message>
   <source>Skip them</source>
   <translation>Überspringen</translation>
  </message>
  <message>
   <source>Slice</source>
   <translation>Schicht</translation>
  </message>
  <message>
   <source>Slice spacing</source>
   <translation>Abstand der Schichten</translation>
  </message>
  <message>
   <source>Slice {slice} is {form}, the others {others}; it is shown black.</source>
   <translation>Schicht {slice} hat {form}, die anderen {others}; sie wird schwarz gezeigt.</translation>
  </message>
  <message>
   <source>Slice {slice} occurs twice; {name} is used.</source>
   <translation>Schicht {slice} ist doppelt vorhanden; verwendet wird {name}.</translation>
  </message>
  <message>
   <source>Slice {z} of {count}</source>
   <translation>Schicht {z} von {count}</translation>
  </message>
  <message>
   <source>Slice, pane {number}</source>
   <translation>Schicht, Ansicht {number}</translation>
  </message>
  <message>
   <source>Slices</source>
   <translation>Schichten</translation>
  </message>
  <message>
   <source>Slices of the study</source>
   <translation>Schichten der Studie</translation>
  </message>
  <message>
   <source>Slices where prediction and ground truth differ by more pixels than the longer outline has edges</source>
   <translation>Wo sich Vorhersage und Referenz in mehr Pixeln unterscheiden, als der längere der beiden Umrisse Kanten hat</translation>
  </message>
  <message numerus="yes">
   <source>Slices {slices} are missing.</source>
   <translation>
    <numerusform>Schicht {slices} fehlt.</numerusform>
    <numerusform>Die Schichten {slices} fehlen.</numerusform>
   </translation>
  </message>
  <message>
   <source>Slower</source>
   <translation>Langsamer</translation>
  </message>
  <message>
   <source>Smaller text</source>
   <translation>Kleinere Schrift</translation>
  </message>
  <message>
   <source>Solid: Dice. Dotted: volume of the mask, on the right-hand scale. Grey: how many voxels have that probability, on a logarithmic scale, without those below 0.01. Drag anywhere to move the threshold.</source>
   <translation>Durchgezogen: Dice. Gepunktet: Volumen der Maske, rechte Skala. Grau: wie viele Voxel diese Wahrscheinlichkeit haben, logarithmisch, ohne die unter 0.01. Überall ziehen, um die Schwelle zu bewegen.</translation>
  </message>
  <message>
   <source>Sort and filter again</source>
   <translation>Neu sortieren und filtern</translation>
  </message>
  <message>
   <source>Sort by doubt, most doubtful on top</source>
   <translation>Nach Zweifel ordnen, die zweifelhafteste Studie zuoberst</translation>
  </message>
  <message>
   <source>Sort the worklist by doubt</source>
   <translation>Die Arbeitsliste nach Zweifel ordnen</translation>
  </message>
  <message>
   <source>Sorted by doubt, most doubtful first.</source>
   <translation>Nach Zweifel geordnet, die zweifelhaftesten zuerst.</translation>
  </message>
  <message numerus="yes">
   <source>Sorted by doubt, most doubtful first; {n} are not segmented and come last.</source>
   <translation>
    <numerusform>Nach Zweifel geordnet, die zweifelhaftesten zuerst; {n} ist nicht segmentiert und kommt zuletzt.</numerusform>
    <numerusform>Nach Zweifel geordnet, die zweifelhaftesten zuerst; {n} sind nicht segmentiert und kommen zuletzt.</numerusform>
   </translation>
  </message>
  <message>
   <source>Space is held to peek under the overlays.</source>
   <translation>Die Leertaste wird gehalten, um unter die Überlagerungen zu sehen.</translation>
  </message>
  <message>
   <source>Split it into studies.</source>
   <translation>Die Datei in Studien teilen.</translation>
  </message>
  <message>
   <source>Split the stack into slices.</source>
   <translation>Den Stapel in Schichten teilen.</translation>
  </message>
  <message>
   <source>Split the study, or make its slices smaller.</source>
   <translation>Die Studie teilen oder ihre Schichten verkleinern.</translation>
  </message>
  <message>
   <source>State your own verdict first, then approve what the network found.</source>
   <translation>Erst das eigene Urteil abgeben, dann freigeben, was das Netz gefunden hat.</translation>
  </message>
  <message>
   <source>Stay</source>
   <translation>Bleiben</translation>
  </message>
  <message>
   <source>Stop segmenting and exporting</source>
   <translation>Segmentierung und Export anhalten</translation>
  </message>
  <message>
   <source>Stop with the wheel, Esc or the same key</source>
   <translation>Mausrad, Esc oder dieselbe Taste hält sie an</translation>
  </message>
  <message>
   <source>Studies</source>
   <translation>Studien</translation>
  </message>
  <message>
   <source>Study</source>
   <translation>Studie</translation>
  </message>
  <message>
   <source>Suggested new folder: {folder}.</source>
   <translation>Vorschlag für einen neuen Ordner: {folder}.</translation>
  </message>
  <message>
   <source>Swipe</source>
   <translation>Wischen</translation>
  </message>
  <message>
   <source>System text size</source>
   <translation>So groß wie im System</translation>
  </message>
  <message>
   <source>T1 after contrast</source>
   <translation>T1 nach Kontrastmittel</translation>
  </message>
  <message>
   <source>T1 before contrast</source>
   <translation>T1 vor Kontrastmittel</translation>
  </message>
  <message>
   <source>Tab goes from control to control.</source>
   <translation>Tab geht von Bedienelement zu Bedienelement.</translation>
  </message>
  <message>
   <source>Ten slices back</source>
   <translation>Zehn Schichten zurück</translation>
  </message>
  <message>
   <source>Ten slices on</source>
   <translation>Zehn Schichten weiter</translation>
  </message>
  <message>
   <source>Text at 100 %</source>
   <translation>Schrift bei 100 %</translation>
  </message>
  <message>
   <source>Text size</source>
   <translation>Schriftgröße</translation>
  </message>
  <message>
   <source>The card's scores apply to this setting</source>
   <translation>Die Ergebnisse der Karte gelten für diese Einstellung</translation>
  </message>
  <message>
   <source>The clinical table cannot be read: {reason}.</source>
   <translation>Die klinische Tabelle ist nicht lesbar: {reason}.</translation>
  </message>
  <message>
   <source>The clinical table has no column 'Patient'.</source>
   <translation>Die klinische Tabelle hat keine Spalte „Patient“.</translation>
  </message>
  <message>
   <source>The demo patients could not be written to {folder}: {reason}.</source>
   <translation>Die Demo-Patienten konnten nicht in {folder} geschrieben werden: {reason}.</translation>
  </message>
  <message>
   <source>The file holds {pages} pages; only the first is shown.</source>
   <translation>Die Datei enthält {pages} Seiten; nur die erste wird gezeigt.</translation>
  </message>
  <message>
   <source>The file {what}</source>
   <translation>Die Datei {what}</translation>
  </message>
  <message>
   <source>The folder cannot be read: {reason}.</source>
   <translation>Der Ordner ist nicht lesbar: {reason}.</translation>
  </message>
  <message numerus="yes">
   <source>The folder has other studies now; {n} reviews came along.</source>
   <translation>
    <numerusform>Der Ordner enthält jetzt andere Studien; {n} Durchsicht wurde übernommen.</numerusform>
    <numerusform>Der Ordner enthält jetzt andere Studien; {n} Durchsichten wurden übernommen.</numerusform>
   </translation>
  </message>
  <message>
   <source>The folder is empty.</source>
   <translation>Der Ordner ist leer.</translation>
  </message>
  <message>
   <source>The framed pane; the sequence keys change its sequence</source>
   <translation>Die mit dem Rahmen; die Tasten der Sequenzen ändern deren eigene Sequenz</translation>
  </message>
  <message>
   <source>The image</source>
   <translation>Das Bild</translation>
  </message>
  <message>
   <source>The image background stays black in every theme. All colour sets are colour-blind safe. A new language applies from the next start.</source>
   <translation>Das Bild bleibt in jedem Farbschema auf Schwarz. Alle Farben lassen sich auch bei Farbfehlsichtigkeit unterscheiden. Eine andere Sprache gilt ab dem nächsten Start.</translation>
  </message>
  <message>
   <source>The last cohort was not found: {folder}.</source>
   <translation>Die zuletzt geöffnete Kohorte ist nicht mehr da: {folder}.</translation>
  </message>
  <message>
   <source>The log has the details.</source>
   <translation>Einzelheiten stehen im Protokoll.</translation>
  </message>
  <message numerus="yes">
   <source>The mask has {n} pages, the image {pages}.</source>
   <translation>
    <numerusform>Die Maske hat {n} Seite, das Bild {pages}.</numerusform>
    <numerusform>Die Maske hat {n} Seiten, das Bild {pages}.</numerusform>
   </translation>
  </message>
  <message>
   <source>The mask of slice {slice} holds {count} values ({low} to {high}); values from half the maximum up count as tumour.</source>
   <translation>Die Maske von Schicht {slice} enthält {count} Werte ({low} bis {high}); ab der Hälfte des größten gelten sie als Tumor.</translation>
  </message>
  <message>
   <source>The mask of slice {slice} is {size}, its image {wanted}; it is left out.</source>
   <translation>Die Maske von Schicht {slice} hat {size}, ihr Bild {wanted}; sie wird ausgelassen.</translation>
  </message>
  <message>
   <source>The mask of slice {slice} occurs twice; {name} is used.</source>
   <translation>Die Maske von Schicht {slice} ist doppelt vorhanden; verwendet wird {name}.</translation>
  </message>
  <message>
   <source>The masks filled with their colours</source>
   <translation>Die Masken mit ihren Farben gefüllt</translation>
  </message>
  <message>
   <source>The model card {path} is missing.</source>
   <translation>Die Modellkarte {path} fehlt.</translation>
  </message>
  <message>
   <source>The model in use; change it in the Segment menu</source>
   <translation>Das verwendete Modell; zu ändern im Menü Segmentieren</translation>
  </message>
  <message>
   <source>The model was trained on {n} of them: their Dice is no test of it.</source>
   <translation>Mit {n} davon wurde das Modell trainiert: Ihr Dice prüft es nicht.</translation>
  </message>
  <message>
   <source>The name is saved with each decision. With your own verdict first, the prediction stays hidden until your verdict.</source>
   <translation>Der Name steht neben jeder Entscheidung. Mit „Erst eigenes Urteil“ bleibt die Vorhersage jeder Studie verborgen, bis das eigene Urteil abgegeben ist.</translation>
  </message>
  <message>
   <source>The review could not be saved to {path}: {reason}.</source>
   <translation>Die Durchsicht konnte nicht in {path} gespeichert werden: {reason}.</translation>
  </message>
  <message>
   <source>The reviews could not be copied to {path}: {reason}.</source>
   <translation>Die Durchsichten konnten nicht nach {path} kopiert werden: {reason}.</translation>
  </message>
  <message>
   <source>The reviews in {path} are damaged ({reason}). The file is kept as {name}, and a new one was started. If you have a copy, import it.</source>
   <translation>Die Durchsichten in {path} sind beschädigt ({reason}). Die Datei bleibt als {name} erhalten, eine neue wurde angelegt. Falls eine Kopie da ist: diese übernehmen.</translation>
  </message>
  <message>
   <source>The reviews in {path} cannot be read: {reason}.</source>
   <translation>Die Durchsichten in {path} sind nicht lesbar: {reason}.</translation>
  </message>
  <message>
   <source>The reviews in {path} were written by a newer version of LGG Viewer (layout {version}, this one knows layout {known}).</source>
   <translation>Die Durchsichten in {path} stammen von einer neueren Version von LGG Viewer (Aufbau {version}, diese kennt Aufbau {known}).</translation>
  </message>
  <message numerus="yes">
   <source>The same for {n} more studies.</source>
   <translation>
    <numerusform>Ebenso {n} weitere Studie.</numerusform>
    <numerusform>Ebenso {n} weitere Studien.</numerusform>
   </translation>
  </message>
  <message>
   <source>The selected one; also Del</source>
   <translation>Die gewählte; auch mit Entf</translation>
  </message>
  <message>
   <source>The settings file was damaged; reset to defaults: {names}.</source>
   <translation>Die Einstellungsdatei war beschädigt; zurückgesetzt: {names}.</translation>
  </message>
  <message>
   <source>The stored value that is black</source>
   <translation>Der gespeicherte Wert, der schwarz ist</translation>
  </message>
  <message>
   <source>The stored value that is white</source>
   <translation>Der gespeicherte Wert, der weiß ist</translation>
  </message>
  <message>
   <source>The studies</source>
   <translation>Die Studien</translation>
  </message>
  <message>
   <source>The study occurs twice; {name} is used.</source>
   <translation>Die Studie ist doppelt vorhanden; verwendet wird {name}.</translation>
  </message>
  <message>
   <source>The study's mask occurs twice; {name} is used.</source>
   <translation>Die Maske der Studie ist doppelt vorhanden; verwendet wird {name}.</translation>
  </message>
  <message>
   <source>The three sequences as red, green and blue</source>
   <translation>Die drei Sequenzen als Rot, Grün und Blau</translation>
  </message>
  <message>
   <source>The threshold</source>
   <translation>Die Schwelle</translation>
  </message>
  <message>
   <source>The threshold curve could not be calculated. {why}</source>
   <translation>Die Schwellenkurve ließ sich nicht berechnen. {why}</translation>
  </message>
  <message>
   <source>The training has failed.</source>
   <translation>Das Training ist fehlgeschlagen.</translation>
  </message>
  <message>
   <source>The two masks side by side</source>
   <translation>Die beiden Masken nebeneinander</translation>
  </message>
  <message>
   <source>The weights {key} are not finite; {path} was not written.</source>
   <translation>Die Gewichte {key} sind nicht endlich; {path} wurde nicht geschrieben.</translation>
  </message>
  <message>
   <source>The weights {path} are missing.</source>
   <translation>Die Gewichte {path} fehlen.</translation>
  </message>
  <message>
   <source>Theme</source>
   <translation>Farbschema</translation>
  </message>
  <message>
   <source>There is no device {device}.</source>
   <translation>Ein Gerät {device} gibt es nicht.</translation>
  </message>
  <message>
   <source>There is no disagreement in this study.</source>
   <translation>Diese Studie hat keine Abweichung.</translation>
  </message>
  <message>
   <source>There is no doubtful slice in this study.</source>
   <translation>Diese Studie hat keine zweifelhafte Schicht.</translation>
  </message>
  <message>
   <source>There is no ground truth to compare the prediction with.</source>
   <translation>Keine Referenz ist da, mit der sich die Vorhersage vergleichen ließe.</translation>
  </message>
  <message>
   <source>There is no other disagreement in this study.</source>
   <translation>Diese Studie hat keine andere Abweichung.</translation>
  </message>
  <message>
   <source>There is no other doubtful slice in this study.</source>
   <translation>Diese Studie hat keine andere zweifelhafte Schicht.</translation>
  </message>
  <message>
   <source>There is no other tumour slice in this study.</source>
   <translation>Diese Studie hat keine andere Tumorschicht.</translation>
  </message>
  <message>
   <source>There is no tumour slice in this study.</source>
   <translation>Diese Studie hat keine Tumorschicht.</translation>
  </message>
  <message>
   <source>There is not enough memory for this.</source>
   <translation>Dafür reicht der Arbeitsspeicher nicht.</translation>
  </message>
  <message>
   <source>There is not enough memory to segment a single slice.</source>
   <translation>Der Speicher reicht nicht, um eine einzige Schicht zu segmentieren.</translation>
  </message>
  <message>
   <source>These TIFF files contain no spacing. Take it from the acquisition protocol; a wrong value makes every area and volume wrong.</source>
   <translation>TIFF-Dateien dieser Art enthalten keine Abstände. Die Werte stehen im Aufnahmeprotokoll; ein falscher Wert macht jede Fläche und jedes Volumen falsch.</translation>
  </message>
  <message>
   <source>These studies are segmented already.</source>
   <translation>Diese Studien sind schon segmentiert.</translation>
  </message>
  <message>
   <source>This cannot be done now.</source>
   <translation>Das ist jetzt nicht möglich.</translation>
  </message>
  <message>
   <source>This computer has no {device} device that torch can use.</source>
   <translation>Dieser Computer hat kein Gerät {device}, das torch verwenden kann.</translation>
  </message>
  <message>
   <source>This is being segmented already.</source>
   <translation>Das wird bereits segmentiert.</translation>
  </message>
  <message>
   <source>This slice</source>
   <translation>Diese Schicht</translation>
  </message>
  <message>
   <source>This study</source>
   <translation>Diese Studie</translation>
  </message>
  <message>
   <source>This study is segmented already.</source>
   <translation>Diese Studie ist schon segmentiert.</translation>
  </message>
  <message>
   <source>Three planes through the crosshair, and the slice without overlays</source>
   <translation>Drei Ebenen durch das Fadenkreuz, dazu die Schicht ohne Überlagerungen</translation>
  </message>
  <message>
   <source>Three synthetic patients</source>
   <translation>Drei synthetische Patienten</translation>
  </message>
  <message>
   <source>Three synthetic patients: no data set is needed</source>
   <translation>Drei synthetische Patienten: kein Datensatz nötig</translation>
  </message>
  <message>
   <source>Threshold</source>
   <translation>Schwelle</translation>
  </message>
  <message>
   <source>Threshold and post-processing are those of the new card.</source>
   <translation>Schwelle und Nachbearbeitung sind die der neuen Karte.</translation>
  </message>
  <message>
   <source>Threshold down</source>
   <translation>Schwelle senken</translation>
  </message>
  <message>
   <source>Threshold down by 0.05</source>
   <translation>Schwelle um 0.05 senken</translation>
  </message>
  <message>
   <source>Threshold of pane {number}</source>
   <translation>Schwelle von Ansicht {number}</translation>
  </message>
  <message>
   <source>Threshold of the model card</source>
   <translation>Schwelle der Modellkarte</translation>
  </message>
  <message>
   <source>Threshold of this pane only; all figures use the shared threshold</source>
   <translation>Schwelle nur dieser Ansicht; alle Zahlen folgen der gemeinsamen Schwelle</translation>
  </message>
  <message>
   <source>Threshold up</source>
   <translation>Schwelle heben</translation>
  </message>
  <message>
   <source>Threshold up by 0.05</source>
   <translation>Schwelle um 0.05 heben</translation>
  </message>
  <message>
   <source>Threshold; click a mark to use its value</source>
   <translation>Schwelle; ein Klick auf eine Marke übernimmt sie</translation>
  </message>
  <message>
   <source>Thumbnails</source>
   <translation>Vorschaubilder</translation>
  </message>
  <message>
   <source>Tour of the window</source>
   <translation>Rundgang durch das Fenster</translation>
  </message>
  <message>
   <source>Tour, {count}: {title}</source>
   <translation>Rundgang, {count}: {title}</translation>
  </message>
  <message>
   <source>Training</source>
   <translation>Training</translation>
  </message>
  <message>
   <source>Truth</source>
   <translation>Ref.</translation>
  </message>
  <message>
   <source>Try again, or save these decisions in another file, which can be imported later.</source>
   <translation>Noch einmal versuchen, oder diese Entscheidungen in einer anderen Datei speichern, die sich später einlesen lässt.</translation>
  </message>
  <message>
   <source>Tumour</source>
   <translation>Tumor</translation>
  </message>
  <message>
   <source>Two models</source>
   <translation>Zwei Modelle</translation>
  </message>
  <message>
   <source>Two panes, or ground truth and prediction, alternating twice a second</source>
   <translation>Zwei Ansichten, oder Referenz und Vorhersage, im Wechsel zweimal je Sekunde</translation>
  </message>
  <message>
   <source>Two panes, or ground truth and prediction, on either side of a divider</source>
   <translation>Zwei Ansichten, oder Referenz und Vorhersage, zu beiden Seiten einer Trennlinie</translation>
  </message>
  <message>
   <source>Two thresholds</source>
   <translation>Zwei Schwellen</translation>
  </message>
  <message>
   <source>Type a word or two of its name</source>
   <translation>Ein oder zwei Wörter ihres Namens eingeben</translation>
  </message>
  <message>
   <source>Uncover one view or the other</source>
   <translation>Das eine oder das andere Bild aufdecken</translation>
  </message>
  <message>
   <source>Undo deletion</source>
   <translation>Löschen rückgängig machen</translation>
  </message>
  <message>
   <source>Unexpected error ({what}).</source>
   <translation>Unerwarteter Fehler ({what}).</translation>
  </message>
  <message>
   <source>Unexpected error ({what}). The log has the details.</source>
   <translation>Unerwarteter Fehler ({what}). Einzelheiten stehen im Protokoll.</translation>
  </message>
  <message>
   <source>Unreadable file</source>
   <translation>Datei nicht lesbar</translation>
  </message>
  <message>
   <source>Unreviewed</source>
   <translation>Offen</translation>
  </message>
  <message>
   <source>Unsure</source>
   <translation>Unklar</translation>
  </message>
  <message>
   <source>Update the program. The file was left as it is.</source>
   <translation>Das Programm aktualisieren. Die Datei blieb, wie sie ist.</translation>
  </message>
  <message>
   <source>Use data.csv from the published data set; the images are read without it.</source>
   <translation>data.csv aus dem veröffentlichten Datensatz verwenden; die Bilder werden auch ohne sie gelesen.</translation>
  </message>
  <message>
   <source>Verdict of {reader}, {moment}</source>
   <translation>Urteil von {reader}, {moment}</translation>
  </message>
  <message>
   <source>View</source>
   <translation>Anzeige</translation>
  </message>
  <message>
   <source>Volume in the mask files</source>
   <translation>Volumen in den Maskendateien</translation>
  </message>
  <message>
   <source>Volume of the ground truth</source>
   <translation>Volumen der Referenz</translation>
  </message>
  <message>
   <source>Volume of the prediction</source>
   <translation>Volumen der Vorhersage</translation>
  </message>
  <message>
   <source>Volume: {legend}</source>
   <translation>Volumen: {legend}</translation>
  </message>
  <message>
   <source>Voxel spacing</source>
   <translation>Voxelabstände</translation>
  </message>
  <message>
   <source>Voxel spacing…</source>
   <translation>Voxelabstände…</translation>
  </message>
  <message>
   <source>Voxels under which a component is dropped</source>
   <translation>Voxelzahl, unter der eine Komponente wegfällt</translation>
  </message>
  <message>
   <source>Voxels with a probability between {low:g} and {high:g}, before post-processing, and their share of the mask's volume. The fewer there are, the less the outline changes with the threshold.</source>
   <translation>Voxel mit einer Wahrscheinlichkeit zwischen {low:g} und {high:g}, vor der Nachbearbeitung, und ihr Anteil am Volumen der Maske. Je weniger es sind, desto weniger ändert sich der Umriss mit der Schwelle.</translation>
  </message>
  <message>
   <source>Voxels with a probability from {low:g} to below {high:g}</source>
   <translation>Voxel mit einer Wahrscheinlichkeit von {low:g} bis unter {high:g}</translation>
  </message>
  <message>
   <source>Voxels with p from {low:g} to below {high:g}, as a share of all with p of at least {low:g}; “empty”, and first in the order, where there are none. Needs no ground truth.</source>
   <translation>Voxel mit p von {low:g} bis unter {high:g}, als Anteil aller mit p ab {low:g}; „leer“, und in der Reihenfolge zuerst, wo es keine gibt. Braucht keine Referenz.</translation>
  </message>
  <message>
   <source>What do you see? Your verdict stands; the prediction follows.</source>
   <translation>Was sehen Sie? Ihr Urteil gilt; danach folgt die Vorhersage.</translation>
  </message>
  <message>
   <source>What pane {number} shows</source>
   <translation>Was Ansicht {number} zeigt</translation>
  </message>
  <message>
   <source>What this pane shows</source>
   <translation>Was diese Ansicht zeigt</translation>
  </message>
  <message>
   <source>What to do</source>
   <translation>Abhilfe</translation>
  </message>
  <message>
   <source>What was decided</source>
   <translation>Was entschieden wurde</translation>
  </message>
  <message>
   <source>What was found</source>
   <translation>Treffer</translation>
  </message>
  <message>
   <source>What was predicted, after post-processing</source>
   <translation>Was vorhergesagt wurde, nach der Nachbearbeitung</translation>
  </message>
  <message>
   <source>What “{key}” types depends on the keyboard.</source>
   <translation>Was „{key}“ schreibt, hängt von der Tastatur ab.</translation>
  </message>
  <message>
   <source>Wheel</source>
   <translation>Mausrad</translation>
  </message>
  <message>
   <source>Wheel: slice. Left drag: window and level. Right drag: zoom, or Ctrl and wheel. Middle drag: pan. {fit} fits the slice again.</source>
   <translation>Mausrad: Schicht. Links ziehen: Fenster. Rechts ziehen: Zoom, ebenso Strg und Mausrad. Mit der mittleren Taste ziehen: verschieben. {fit} passt die Schicht wieder ein.</translation>
  </message>
  <message>
   <source>Wheel: slice. Left drag: window and level. Right drag: zoom. Middle drag: pan.</source>
   <translation>Mausrad: Schicht. Links ziehen: Fenster. Rechts ziehen: Zoom. Mit der mittleren Taste ziehen: verschieben.</translation>
  </message>
  <message>
   <source>Where</source>
   <translation>Wo</translation>
  </message>
  <message>
   <source>Where at least {least} pixels have p from {low:g} to below {high:g}, and more than {percent:g} % as many as the prediction has</source>
   <translation>Wo mindestens {least} Pixel p von {low:g} bis unter {high:g} haben, und mehr als {percent:g} % so viele, wie die Vorhersage hat</translation>
  </message>
  <message>
   <source>Where ground truth or prediction mark anything</source>
   <translation>Wo Referenz oder Vorhersage etwas markieren</translation>
  </message>
  <message>
   <source>Where other planes cross this one; Shift + mouse moves them</source>
   <translation>Wo die Ebenen anderer Ansichten diese schneiden; Umschalt und Maus bewegen sie</translation>
  </message>
  <message>
   <source>Where prediction and ground truth agree and differ</source>
   <translation>Wo Vorhersage und Referenz übereinstimmen und wo nicht</translation>
  </message>
  <message>
   <source>Whether nothing at all was predicted</source>
   <translation>Ob gar nichts vorhergesagt wurde</translation>
  </message>
  <message>
   <source>White</source>
   <translation>Weiß</translation>
  </message>
  <message>
   <source>White, magenta, cyan</source>
   <translation>Weiß, Magenta, Cyan</translation>
  </message>
  <message>
   <source>White, orange, blue</source>
   <translation>Weiß, Orange, Blau</translation>
  </message>
  <message>
   <source>Whole cohort</source>
   <translation>Ganze Kohorte</translation>
  </message>
  <message>
   <source>Widen the worklist to all columns, or narrow it again</source>
   <translation>Arbeitsliste auf alle Spalten verbreitern oder wieder verschmälern</translation>
  </message>
  <message>
   <source>Window</source>
   <translation>Fenster</translation>
  </message>
  <message>
   <source>Window (across) and level (up and down)</source>
   <translation>Fensterbreite (quer) und Fensterlage (auf und ab)</translation>
  </message>
  <message>
   <source>Window and level</source>
   <translation>Fenster</translation>
  </message>
  <message>
   <source>Window by name. The numbers are percentiles of the study without air: MRI has no units</source>
   <translation>Fenster nach Namen. Die Zahlen sind Perzentile der Studie ohne Luft: MRT hat keine Einheiten</translation>
  </message>
  <message>
   <source>Window: drag one edge, or between them for both</source>
   <translation>Fenster: eine Grenze allein, dazwischen beide</translation>
  </message>
  <message numerus="yes">
   <source>Without {n} components you removed from {studies}.</source>
   <translation>
    <numerusform>Ohne {n} von Ihnen entfernte Komponente von {studies}.</numerusform>
    <numerusform>Ohne {n} von Ihnen entfernte Komponenten von {studies}.</numerusform>
   </translation>
  </message>
  <message>
   <source>Worklist</source>
   <translation>Arbeitsliste</translation>
  </message>
  <message>
   <source>Worst Dice</source>
   <translation>Schlechteste Dice-Werte</translation>
  </message>
  <message>
   <source>Worst studies</source>
   <translation>Schlechteste Studien</translation>
  </message>
  <message>
   <source>Wrapped to the end: slice {z} is the last disagreement of the study.</source>
   <translation>Wieder von hinten: Schicht {z} ist die letzte Abweichung der Studie.</translation>
  </message>
  <message>
   <source>Wrapped to the end: slice {z} is the last doubtful slice of the study.</source>
   <translation>Wieder von hinten: Schicht {z} ist die letzte zweifelhafte Schicht der Studie.</translation>
  </message>
  <message>
   <source>Wrapped to the end: slice {z} is the last tumour slice of the study.</source>
   <translation>Wieder von hinten: Schicht {z} ist die letzte Tumorschicht der Studie.</translation>
  </message>
  <message>
   <source>Wrapped to the start: slice {z} is the first disagreement of the study.</source>
   <translation>Wieder von vorn: Schicht {z} ist die erste Abweichung der Studie.</translation>
  </message>
  <message>
   <source>Wrapped to the start: slice {z} is the first doubtful slice of the study.</source>
   <translation>Wieder von vorn: Schicht {z} ist die erste zweifelhafte Schicht der Studie.</translation>
  </message>
  <message>
   <source>Wrapped to the start: slice {z} is the first tumour slice of the study.</source>
   <translation>Wieder von vorn: Schicht {z} ist die erste Tumorschicht der Studie.</translation>
  </message>
  <message>
   <source>Yellow, red, blue</source>
   <translation>Gelb, Rot, Blau</translation>
  </message>
  <message>
   <source>Your own keys stay when you choose another preset. Every action can have another key.</source>
   <translation>Eigene Tasten bleiben auch bei einer anderen Voreinstellung. Jede Aktion kann eine andere Taste bekommen.</translation>
  </message>
  <message>
   <source>Your verdict</source>
   <translation>Das eigene Urteil</translation>
  </message>
  <message>
   <source>Zoom</source>
   <translation>Zoom</translation>
  </message>
  <message>
   <source>Zoom at the cursor</source>
   <translation>Zoom am Mauszeiger</translation>
  </message>
  <message>
   <source>a row contains something other than text</source>
   <translation>eine Zeile enthält etwas anderes als Text</translation>
  </message>
  <message>
   <source>a run is cut off</source>
   <translation>ein Lauf ist abgeschnitten</translation>
  </message>
  <message>
   <source>agreement</source>
   <translation>Übereinstimmung</translation>
  </message>
  <message>
   <source>an LZW code points behind the table</source>
   <translation>ein LZW-Code zeigt hinter die Tabelle</translation>
  </message>
  <message>
   <source>an LZW stream begins with a clear code and a byte</source>
   <translation>ein LZW-Strom beginnt mit einem Löschcode und einem Byte</translation>
  </message>
  <message>
   <source>and mirror image</source>
   <translation>und Spiegelbild</translation>
  </message>
  <message>
   <source>area</source>
   <translation>Fläche</translation>
  </message>
  <message>
   <source>as the window</source>
   <translation>wie das Fenster</translation>
  </message>
  <message>
   <source>astrocytoma</source>
   <translation>Astrozytom</translation>
  </message>
  <message>
   <source>axial</source>
   <translation>axial</translation>
  </message>
  <message>
   <source>being segmented</source>
   <translation>wird segmentiert</translation>
  </message>
  <message>
   <source>best by truth</source>
   <translation>beste (Referenz)</translation>
  </message>
  <message>
   <source>black</source>
   <translation>schwarz</translation>
  </message>
  <message>
   <source>both</source>
   <translation>beide</translation>
  </message>
  <message>
   <source>both masks empty: Dice and IoU count as 1; precision and recall have no value</source>
   <translation>beide Masken leer: Dice und IoU zählen als 1; Präzision und Sensitivität haben keinen Wert</translation>
  </message>
  <message>
   <source>by {reader}</source>
   <translation>von {reader}</translation>
  </message>
  <message>
   <source>calibrated probability, temperature {value}</source>
   <translation>kalibrierte Wahrscheinlichkeit, Temperatur {value}</translation>
  </message>
  <message>
   <source>cannot be read</source>
   <translation>nicht lesbar</translation>
  </message>
  <message>
   <source>cerebellum</source>
   <translation>zerebellär</translation>
  </message>
  <message>
   <source>components under {percent:g} % of the largest dropped</source>
   <translation>Komponenten unter {percent:g} % der größten verworfen</translation>
  </message>
  <message>
   <source>components under {voxels} voxels dropped</source>
   <translation>Komponenten unter {voxels} Voxeln verworfen</translation>
  </message>
  <message>
   <source>coronal</source>
   <translation>koronal</translation>
  </message>
  <message>
   <source>doubt</source>
   <translation>Zweifel</translation>
  </message>
  <message>
   <source>doubt {value:.2f}</source>
   <translation>Zweifel {value:.2f}</translation>
  </message>
  <message>
   <source>empty</source>
   <translation>leer</translation>
  </message>
  <message>
   <source>encoder: EfficientNet-lite0; channels of the decoder, fine to coarse: {widths}</source>
   <translation>Encoder: EfficientNet-lite0; Kanäle des Decoders, fein bis grob: {widths}</translation>
  </message>
  <message>
   <source>exporting: {done} of {count} studies</source>
   <translation>Export: {done} von {count} Studien</translation>
  </message>
  <message>
   <source>female</source>
   <translation>weiblich</translation>
  </message>
  <message>
   <source>for another mask ({changes})</source>
   <translation>für eine andere Maske ({changes})</translation>
  </message>
  <message>
   <source>for research use only </source>
   <translation>nur für die Forschung </translation>
  </message>
  <message>
   <source>format is {found!r}, expected {expected}</source>
   <translation>format ist {found!r}, erwartet wird {expected}</translation>
  </message>
  <message>
   <source>frontal lobe</source>
   <translation>frontal</translation>
  </message>
  <message>
   <source>grade {grade}</source>
   <translation>Grad {grade}</translation>
  </message>
  <message>
   <source>ground truth</source>
   <translation>Referenz</translation>
  </message>
  <message>
   <source>ground truth above</source>
   <translation>Referenz oben</translation>
  </message>
  <message>
   <source>ground truth only</source>
   <translation>nur Referenz</translation>
  </message>
  <message>
   <source>ground truth {actual}, prediction {predicted}</source>
   <translation>Referenz {actual}, Vorhersage {predicted}</translation>
  </message>
  <message>
   <source>hidden until your own verdict</source>
   <translation>bis zum eigenen Urteil verborgen</translation>
  </message>
  <message>
   <source>holes filled</source>
   <translation>Löcher gefüllt</translation>
  </message>
  <message>
   <source>in_channels is {found}, expected 3, 9 or 15</source>
   <translation>in_channels ist {found}, erwartet wird 3, 9 oder 15</translation>
  </message>
  <message numerus="yes">
   <source>input: {n} slices of three sequences</source>
   <translation>
    <numerusform>Eingabe: {n} Schicht von drei Sequenzen</numerusform>
    <numerusform>Eingabe: {n} Schichten von drei Sequenzen</numerusform>
   </translation>
  </message>
  <message>
   <source>inverted</source>
   <translation>invertiert</translation>
  </message>
  <message>
   <source>it does not hold an object</source>
   <translation>sie enthält kein Objekt</translation>
  </message>
  <message>
   <source>it holds {key}, which the network does not have</source>
   <translation>sie enthält {key}, was das Netz nicht hat</translation>
  </message>
  <message>
   <source>it is not a file, or is larger than a few MB</source>
   <translation>keine Datei oder größer als einige Megabyte</translation>
  </message>
  <message>
   <source>it lacks {key}</source>
   <translation>es fehlt {key}</translation>
  </message>
  <message>
   <source>kind is {found!r}, which this version does not know</source>
   <translation>kind ist {found!r}, was diese Version nicht kennt</translation>
  </message>
  <message>
   <source>largest component kept</source>
   <translation>nur größte Komponente behalten</translation>
  </message>
  <message>
   <source>left</source>
   <translation>links</translation>
  </message>
  <message>
   <source>left-right mirror averaging: no</source>
   <translation>Spiegelmittelung (links-rechts): nein</translation>
  </message>
  <message>
   <source>left-right mirror averaging: yes</source>
   <translation>Spiegelmittelung (links-rechts): ja</translation>
  </message>
  <message>
   <source>levels (channels x residual blocks): {levels}</source>
   <translation>Stufen (Kanäle x Residualblöcke): {levels}</translation>
  </message>
  <message>
   <source>male</source>
   <translation>männlich</translation>
  </message>
  <message>
   <source>mean</source>
   <translation>Mittel</translation>
  </message>
  <message>
   <source>median prediction {predicted}, median ground truth {actual}</source>
   <translation>Median der Vorhersage {predicted}, Median der Referenz {actual}</translation>
  </message>
  <message>
   <source>median {middle:.3f}, quartiles {low:.3f} to {high:.3f}, mean {mean:.3f}</source>
   <translation>Median {middle:.3f}, Quartile {low:.3f} bis {high:.3f}, Mittel {mean:.3f}</translation>
  </message>
  <message>
   <source>members is {found}, expected 1 or 2</source>
   <translation>members ist {found}, erwartet wird 1 oder 2</translation>
  </message>
  <message>
   <source>midline</source>
   <translation>Mittellinie</translation>
  </message>
  <message>
   <source>mirror averaging off; model card scores are with it</source>
   <translation>Spiegelmittelung aus; Ergebnisse der Modellkarte gelten mit ihr</translation>
  </message>
  <message>
   <source>mirror averaging on; model card scores are without it</source>
   <translation>Spiegelmittelung ein; Ergebnisse der Modellkarte gelten ohne sie</translation>
  </message>
  <message>
   <source>model card</source>
   <translation>Modellkarte</translation>
  </message>
  <message>
   <source>n = {n}, mean difference {mean}, 95 % limits of agreement {low} to {high}</source>
   <translation>n = {n}, mittlere Differenz {mean}, 95-%-Übereinstimmungsgrenzen {low} bis {high}</translation>
  </message>
  <message>
   <source>n = {n}, mean difference {mean}; too few for limits of agreement</source>
   <translation>n = {n}, mittlere Differenz {mean}; zu wenige für Übereinstimmungsgrenzen</translation>
  </message>
  <message>
   <source>needs ground truth</source>
   <translation>braucht eine Referenz</translation>
  </message>
  <message>
   <source>no</source>
   <translation>nein</translation>
  </message>
  <message>
   <source>no ground truth</source>
   <translation>keine Referenz</translation>
  </message>
  <message>
   <source>no ground truth for this slice</source>
   <translation>keine Referenz für diese Schicht</translation>
  </message>
  <message>
   <source>no model</source>
   <translation>kein Modell</translation>
  </message>
  <message>
   <source>no overlays</source>
   <translation>ohne Überlagerungen</translation>
  </message>
  <message>
   <source>no spacing</source>
   <translation>ohne Abstände</translation>
  </message>
  <message>
   <source>no spacing: px</source>
   <translation>ohne Abstände: px</translation>
  </message>
  <message>
   <source>no voxel's centre inside</source>
   <translation>kein Voxelmittelpunkt innerhalb</translation>
  </message>
  <message>
   <source>none</source>
   <translation>keine</translation>
  </message>
  <message>
   <source>not now</source>
   <translation>jetzt nicht möglich</translation>
  </message>
  <message>
   <source>not segmented</source>
   <translation>nicht segmentiert</translation>
  </message>
  <message>
   <source>occipital lobe</source>
   <translation>okzipital</translation>
  </message>
  <message>
   <source>oligoastrocytoma</source>
   <translation>Oligoastrozytom</translation>
  </message>
  <message>
   <source>oligodendroglioma</source>
   <translation>Oligodendrogliom</translation>
  </message>
  <message>
   <source>on</source>
   <translation>ein</translation>
  </message>
  <message>
   <source>one value</source>
   <translation>ein Wert</translation>
  </message>
  <message>
   <source>orientation unknown</source>
   <translation>Orientierung unbekannt</translation>
  </message>
  <message>
   <source>other components removed</source>
   <translation>andere Komponenten entfernt</translation>
  </message>
  <message>
   <source>other mirror averaging</source>
   <translation>andere Spiegelmittelung</translation>
  </message>
  <message>
   <source>other model</source>
   <translation>anderes Modell</translation>
  </message>
  <message>
   <source>other post-processing</source>
   <translation>andere Nachbearbeitung</translation>
  </message>
  <message>
   <source>overlays hidden: View &gt; Overlays</source>
   <translation>Überlagerungen ausgeblendet: Anzeige &gt; Überlagerungen</translation>
  </message>
  <message>
   <source>parietal lobe</source>
   <translation>parietal</translation>
  </message>
  <message>
   <source>percentiles of the study without air</source>
   <translation>Perzentile der Studie ohne Luft</translation>
  </message>
  <message>
   <source>piece {number} is too short</source>
   <translation>Stück {number} ist zu kurz</translation>
  </message>
  <message>
   <source>post-processed</source>
   <translation>nachbearbeitet</translation>
  </message>
  <message>
   <source>post-processing: {steps}</source>
   <translation>Nachbearbeitung: {steps}</translation>
  </message>
  <message>
   <source>posterior fossa</source>
   <translation>hintere Schädelgrube</translation>
  </message>
  <message>
   <source>prediction</source>
   <translation>Vorhersage</translation>
  </message>
  <message>
   <source>prediction below</source>
   <translation>Vorhersage unten</translation>
  </message>
  <message>
   <source>prediction hidden</source>
   <translation>Vorhersage verborgen</translation>
  </message>
  <message>
   <source>prediction only</source>
   <translation>nur Vorhersage</translation>
  </message>
  <message>
   <source>prediction: {changes}</source>
   <translation>Vorhersage: {changes}</translation>
  </message>
  <message>
   <source>probability</source>
   <translation>Wahrscheinlichkeit</translation>
  </message>
  <message>
   <source>right</source>
   <translation>rechts</translation>
  </message>
  <message>
   <source>sagittal</source>
   <translation>sagittal</translation>
  </message>
  <message>
   <source>second model</source>
   <translation>zweites Modell</translation>
  </message>
  <message>
   <source>second model: choose it in Segment</source>
   <translation>zweites Modell: unter Segmentieren wählen</translation>
  </message>
  <message>
   <source>second model: slice {number} of {count} segmented</source>
   <translation>zweites Modell: Schicht {number} von {count} segmentiert</translation>
  </message>
  <message>
   <source>second model: {name}</source>
   <translation>zweites Modell: {name}</translation>
  </message>
  <message>
   <source>second model: {name}, hidden</source>
   <translation>zweites Modell: {name}, verborgen</translation>
  </message>
  <message>
   <source>second model: {name}, not segmented</source>
   <translation>zweites Modell: {name}, nicht segmentiert</translation>
  </message>
  <message>
   <source>segmentation cancelled</source>
   <translation>Segmentierung abgebrochen</translation>
  </message>
  <message>
   <source>segmented</source>
   <translation>segmentiert</translation>
  </message>
  <message>
   <source>sha256 is not 64 hexadecimal digits</source>
   <translation>sha256 besteht nicht aus 64 Hexadezimalziffern</translation>
  </message>
  <message>
   <source>share is {found}, expected a number from 0 to 1</source>
   <translation>share ist {found}, erwartet wird eine Zahl von 0 bis 1</translation>
  </message>
  <message>
   <source>shared settings</source>
   <translation>gemeinsame Einstellungen</translation>
  </message>
  <message>
   <source>slice cannot be read</source>
   <translation>Schicht nicht lesbar</translation>
  </message>
  <message>
   <source>slice spacing unknown: height not to scale</source>
   <translation>Schichtabstand unbekannt: Höhe nicht maßstäblich</translation>
  </message>
  <message>
   <source>slice {z}</source>
   <translation>Schicht {z}</translation>
  </message>
  <message>
   <source>slice {z} / {count}</source>
   <translation>Schicht {z} / {count}</translation>
  </message>
  <message>
   <source>slice {z} / {count}  (file {number})</source>
   <translation>Schicht {z} / {count}  (Datei {number})</translation>
  </message>
  <message>
   <source>smallest is {found}, expected 0 to {most} voxels</source>
   <translation>smallest ist {found}, erwartet werden 0 bis {most} Voxel</translation>
  </message>
  <message>
   <source>spacing {spacing}</source>
   <translation>Abstände {spacing}</translation>
  </message>
  <message>
   <source>still being calculated</source>
   <translation>noch in Berechnung</translation>
  </message>
  <message>
   <source>temporal lobe</source>
   <translation>temporal</translation>
  </message>
  <message>
   <source>the LZW stream is longer than the picture</source>
   <translation>der LZW-Strom ist länger als das Bild</translation>
  </message>
  <message>
   <source>the LZW table is over-full</source>
   <translation>die LZW-Tabelle ist übervoll</translation>
  </message>
  <message>
   <source>the computer</source>
   <translation>Computer</translation>
  </message>
  <message>
   <source>the deflate stream is not whole</source>
   <translation>der Deflate-Strom ist nicht vollständig</translation>
  </message>
  <message>
   <source>the details of a decision are not text</source>
   <translation>die Einzelheiten einer Entscheidung sind kein Text</translation>
  </message>
  <message>
   <source>the file is truncated</source>
   <translation>die Datei ist abgeschnitten</translation>
  </message>
  <message>
   <source>the graphics card</source>
   <translation>Grafikkarte</translation>
  </message>
  <message>
   <source>the graphics processor</source>
   <translation>Grafikprozessor</translation>
  </message>
  <message>
   <source>the key {key} is missing</source>
   <translation>der Schlüssel {key} fehlt</translation>
  </message>
  <message>
   <source>the runs are longer than the picture</source>
   <translation>die Läufe sind länger als das Bild</translation>
  </message>
  <message>
   <source>threshold is {found}, expected a number between 0 and 1</source>
   <translation>threshold ist {found}, erwartet wird eine Zahl zwischen 0 und 1</translation>
  </message>
  <message>
   <source>threshold {value}</source>
   <translation>Schwelle {value}</translation>
  </message>
  <message>
   <source>threshold: {threshold:g}</source>
   <translation>Schwelle: {threshold:g}</translation>
  </message>
  <message>
   <source>training.patients is not a list</source>
   <translation>training.patients ist keine Liste</translation>
  </message>
  <message>
   <source>two such networks, of which the second is shown the mirror image</source>
   <translation>zwei solche Netze, von denen das zweite das Spiegelbild gezeigt bekommt</translation>
  </message>
  <message>
   <source>uncalibrated probability</source>
   <translation>unkalibrierte Wahrscheinlichkeit</translation>
  </message>
  <message>
   <source>unexpected table layout</source>
   <translation>unerwarteter Tabellenaufbau</translation>
  </message>
  <message>
   <source>unknown</source>
   <translation>unbekannt</translation>
  </message>
  <message>
   <source>value {value}</source>
   <translation>Wert {value}</translation>
  </message>
  <message>
   <source>voxels with p ≥ 0.01 (log)</source>
   <translation>Voxel mit p ≥ 0.01 (log)</translation>
  </message>
  <message>
   <source>waits for a prediction</source>
   <translation>wartet auf eine Vorhersage</translation>
  </message>
  <message>
   <source>weights is {found!r}, expected the name of a .safetensors file beside the card</source>
   <translation>weights ist {found!r}, erwartet wird der Name einer .safetensors-Datei neben der Karte</translation>
  </message>
  <message>
   <source>weights: {name}</source>
   <translation>Gewichte: {name}</translation>
  </message>
  <message>
   <source>white</source>
   <translation>weiß</translation>
  </message>
  <message>
   <source>widths and blocks are of different length</source>
   <translation>widths und blocks sind verschieden lang</translation>
  </message>
  <message>
   <source>widths is not a list of {count} whole numbers</source>
   <translation>widths ist keine Liste von {count} ganzen Zahlen</translation>
  </message>
  <message>
   <source>with ground truth</source>
   <translation>mit Referenz</translation>
  </message>
  <message>
   <source>without air, below {value}</source>
   <translation>ohne Luft, unter {value}</translation>
  </message>
  <message>
   <source>without ground truth</source>
   <translation>ohne Referenz</translation>
  </message>
  <message>
   <source>without usable ground truth</source>
   <translation>ohne brauchbare Referenz</translation>
  </message>
  <message>
   <source>{age} years</source>
   <translation>{age} Jahre</translation>
  </message>
  <message>
   <source>{count} of {asked} left out: hidden until your own verdict.</source>
   <translation>{count} von {asked} ausgelassen: bis zum eigenen Urteil verborgen.</translation>
  </message>
  <message>
   <source>{count} of {asked} left out: not segmented yet.</source>
   <translation>{count} von {asked} ausgelassen: noch nicht segmentiert.</translation>
  </message>
  <message>
   <source>{count} of {asked} left out: without ground truth.</source>
   <translation>{count} von {asked} ausgelassen: ohne Referenz.</translation>
  </message>
  <message>
   <source>{device} has too little memory for the network: continuing on the CPU.</source>
   <translation>{device} zu klein für das Netz: weiter auf der CPU.</translation>
  </message>
  <message>
   <source>{difficulty}; press again to clear</source>
   <translation>{difficulty}; noch einmal hebt es auf</translation>
  </message>
  <message>
   <source>{done} of {total} done</source>
   <translation>{done} von {total} erledigt</translation>
  </message>
  <message>
   <source>{done} segmented</source>
   <translation>{done} segmentiert</translation>
  </message>
  <message>
   <source>{figure} of the slice</source>
   <translation>{figure}, Schicht</translation>
  </message>
  <message>
   <source>{figure} of the study</source>
   <translation>{figure}, Studie</translation>
  </message>
  <message>
   <source>{figure}, of the slice</source>
   <translation>{figure}, in der Schicht</translation>
  </message>
  <message>
   <source>{figure}, of the study</source>
   <translation>{figure}, in der Studie</translation>
  </message>
  <message>
   <source>{folder} could not be created: {reason}.</source>
   <translation>{folder} konnte nicht angelegt werden: {reason}.</translation>
  </message>
  <message>
   <source>{folder} holds the images of {study}: exporting there could overwrite its ground truth.</source>
   <translation>{folder} enthält die Bilder von {study}: Ein Export dorthin könnte die Referenzmasken überschreiben.</translation>
  </message>
  <message>
   <source>{folder} is a link that leads out of {chosen}.</source>
   <translation>{folder} ist eine Verknüpfung, die aus {chosen} hinausführt.</translation>
  </message>
  <message>
   <source>{folder} is not writable: predictions stay in memory only and are lost when you change cohort, model or mirror averaging, or close the program.</source>
   <translation>{folder} lässt sich nicht beschreiben: Vorhersagen bleiben nur im Speicher und gehen verloren, wenn Sie die Kohorte, das Modell oder die Spiegelmittelung wechseln oder das Programm schließen.</translation>
  </message>
  <message>
   <source>{key} is assigned to “{action}” ({place}), its only key.</source>
   <translation>{key} gehört zu „{action}“ ({place}) und ist dort die einzige Taste.</translation>
  </message>
  <message>
   <source>{key} is assigned to “{action}” ({place}).</source>
   <translation>{key} gehört zu „{action}“ ({place}).</translation>
  </message>
  <message>
   <source>{key} is not a list of 3 to 8 whole numbers from 1 to {most}</source>
   <translation>{key} ist keine Liste von 3 bis 8 ganzen Zahlen von 1 bis {most}</translation>
  </message>
  <message>
   <source>{key} is of the wrong type ({kind})</source>
   <translation>{key} ist vom falschen Typ ({kind})</translation>
  </message>
  <message>
   <source>{known} of {count} slices have a prediction.</source>
   <translation>{known} von {count} Schichten haben eine Vorhersage.</translation>
  </message>
  <message>
   <source>{known} of {count} slices have ground truth. Dice to Recall are of these, the volume of the prediction is of all.</source>
   <translation>{known} von {count} Schichten haben eine Referenz. Dice bis Sensitivität gelten für diese, das Volumen der Vorhersage für alle.</translation>
  </message>
  <message>
   <source>{left} pending</source>
   <translation>noch {left}</translation>
  </message>
  <message>
   <source>{model} gave values that are not numbers ({device}, {precision}).</source>
   <translation>{model} gab Werte aus, die keine Zahlen sind ({device}, {precision}).</translation>
  </message>
  <message>
   <source>{model} segments {study}…</source>
   <translation>{model} segmentiert {study}…</translation>
  </message>
  <message>
   <source>{model} was cancelled</source>
   <translation>{model} wurde abgebrochen</translation>
  </message>
  <message>
   <source>{model}: segmentation failed. {why}</source>
   <translation>{model}: Segmentierung fehlgeschlagen. {why}</translation>
  </message>
  <message>
   <source>{model}: segmentation finished.</source>
   <translation>{model}: Segmentierung fertig.</translation>
  </message>
  <message>
   <source>{names} and {count} more</source>
   <translation>{names} und {count} weitere</translation>
  </message>
  <message>
   <source>{name} is copied.</source>
   <translation>{name} ist kopiert.</translation>
  </message>
  <message>
   <source>{name} is deleted; View, Measure brings it back.</source>
   <translation>{name} ist gelöscht; Anzeige, Messen holt die Messung zurück.</translation>
  </message>
  <message>
   <source>{name} is neither a state nor a difficulty</source>
   <translation>{name} ist weder ein Zustand noch eine Schwierigkeit</translation>
  </message>
  <message>
   <source>{name}: area {area} ({scale})</source>
   <translation>{name}: Fläche {area} ({scale})</translation>
  </message>
  <message>
   <source>{name}: length {length} ({scale})</source>
   <translation>{name}: Länge {length} ({scale})</translation>
  </message>
  <message>
   <source>{number} of {count}</source>
   <translation>{number} von {count}</translation>
  </message>
  <message numerus="yes">
   <source>{n} decisions are not saved.</source>
   <translation>
    <numerusform>{n} Entscheidung ist nicht gespeichert.</numerusform>
    <numerusform>{n} Entscheidungen sind nicht gespeichert.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} dropped</source>
   <translation>
    <numerusform>{n} weggelassen</numerusform>
    <numerusform>{n} weggelassen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} existing files kept</source>
   <translation>
    <numerusform>{n} Datei war schon vorhanden und blieb</numerusform>
    <numerusform>{n} Dateien waren schon vorhanden und blieben</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} more studies</source>
   <translation>
    <numerusform>{n} weitere Studie</numerusform>
    <numerusform>{n} weitere Studien</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} more, none larger than the last.</source>
   <translation>
    <numerusform>{n} weitere, nicht größer als die letzte.</numerusform>
    <numerusform>{n} weitere, keine größer als die letzte.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} of these files already exist, the first is
{first}</source>
   <translation>
    <numerusform>{n} dieser Dateien ist schon vorhanden:
{first}</numerusform>
    <numerusform>{n} dieser Dateien sind schon vorhanden, die erste ist
{first}</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} problems</source>
   <translation>
    <numerusform>{n} Problem</numerusform>
    <numerusform>{n} Probleme</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} problems in {studies}.</source>
   <translation>
    <numerusform>{n} Problem in {studies}.</numerusform>
    <numerusform>{n} Probleme in {studies}.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} problems: see Open &gt; Problem report.</source>
   <translation>
    <numerusform>{n} Problem: siehe Öffnen &gt; Problembericht.</numerusform>
    <numerusform>{n} Probleme: siehe Öffnen &gt; Problembericht.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} problems: see the problem report</source>
   <translation>
    <numerusform>{n} Problem: siehe Problembericht</numerusform>
    <numerusform>{n} Probleme: siehe Problembericht</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} removed</source>
   <translation>
    <numerusform>{n} entfernt</numerusform>
    <numerusform>{n} entfernt</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} removed.</source>
   <translation>
    <numerusform>{n} entfernt.</numerusform>
    <numerusform>{n} entfernt.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} reviews imported from {path}.</source>
   <translation>
    <numerusform>{n} Durchsicht übernommen aus {path}.</numerusform>
    <numerusform>{n} Durchsichten übernommen aus {path}.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} slices</source>
   <translation>
    <numerusform>{n} Schicht</numerusform>
    <numerusform>{n} Schichten</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} slices of {studies} at threshold {threshold:.2f}, stored as 0 and 255.</source>
   <translation>
    <numerusform>{n} Schicht von {studies} bei Schwelle {threshold:.2f}, gespeichert als 0 und 255.</numerusform>
    <numerusform>{n} Schichten von {studies} bei Schwelle {threshold:.2f}, gespeichert als 0 und 255.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} slices of {studies}, stored as 0 and 255.</source>
   <translation>
    <numerusform>{n} Schicht von {studies}, gespeichert als 0 und 255.</numerusform>
    <numerusform>{n} Schichten von {studies}, gespeichert als 0 und 255.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} slices per second</source>
   <translation>
    <numerusform>{n} Schicht je Sekunde</numerusform>
    <numerusform>{n} Schichten je Sekunde</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} studies</source>
   <translation>
    <numerusform>{n} Studie</numerusform>
    <numerusform>{n} Studien</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} studies are not exported yet.</source>
   <translation>
    <numerusform>{n} Studie ist noch nicht exportiert.</numerusform>
    <numerusform>{n} Studien sind noch nicht exportiert.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} studies are still being checked.</source>
   <translation>
    <numerusform>{n} Studie wird noch geprüft.</numerusform>
    <numerusform>{n} Studien werden noch geprüft.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} studies cancelled</source>
   <translation>
    <numerusform>{n} Studie abgebrochen</numerusform>
    <numerusform>{n} Studien abgebrochen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} studies failed</source>
   <translation>
    <numerusform>{n} Studie fehlgeschlagen</numerusform>
    <numerusform>{n} Studien fehlgeschlagen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} studies in {folder}.</source>
   <translation>
    <numerusform>{n} Studie in {folder}.</numerusform>
    <numerusform>{n} Studien in {folder}.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} studies segmented</source>
   <translation>
    <numerusform>{n} Studie segmentiert</numerusform>
    <numerusform>{n} Studien segmentiert</numerusform>
   </translation>
  </message>
  <message>
   <source>{parts} and {last}</source>
   <translation>{parts} und {last}</translation>
  </message>
  <message>
   <source>{path} already exists.</source>
   <translation>{path} ist schon vorhanden.</translation>
  </message>
  <message numerus="yes">
   <source>{path} and {n} more files already exist.</source>
   <translation>
    <numerusform>{path} und {n} weitere Datei sind schon vorhanden.</numerusform>
    <numerusform>{path} und {n} weitere Dateien sind schon vorhanden.</numerusform>
   </translation>
  </message>
  <message>
   <source>{path} asks for more memory than there is.</source>
   <translation>{path} verlangt mehr Arbeitsspeicher, als vorhanden ist.</translation>
  </message>
  <message>
   <source>{path} cannot be opened: permission denied.</source>
   <translation>{path} lässt sich nicht öffnen: Zugriff verweigert.</translation>
  </message>
  <message>
   <source>{path} cannot be read as reviews: {reason}.</source>
   <translation>{path} ist nicht als Durchsichten lesbar: {reason}.</translation>
  </message>
  <message>
   <source>{path} cannot be read: {reason}.</source>
   <translation>{path} ist nicht lesbar: {reason}.</translation>
  </message>
  <message>
   <source>{path} cannot be read: {why}.</source>
   <translation>{path} lässt sich nicht lesen: {why}.</translation>
  </message>
  <message>
   <source>{path} could not be written: {reason}.</source>
   <translation>{path} konnte nicht geschrieben werden: {reason}.</translation>
  </message>
  <message>
   <source>{path} does not match the network on its card: {difference}.</source>
   <translation>{path} passt nicht zum Netz auf der Karte: {difference}.</translation>
  </message>
  <message>
   <source>{path} has no page {page}.</source>
   <translation>{path} hat keine Seite {page}.</translation>
  </message>
  <message>
   <source>{path} has too many strips or tiles ({count}).</source>
   <translation>{path} ist in {count} Streifen oder Kacheln zerlegt: zu viele.</translation>
  </message>
  <message>
   <source>{path} holds more than {limit} pages.</source>
   <translation>{path} enthält mehr als {limit} Seiten.</translation>
  </message>
  <message>
   <source>{path} holds no reviews: it is a database of another program.</source>
   <translation>{path} enthält keine Durchsichten: Es ist die Datenbank eines anderen Programms.</translation>
  </message>
  <message>
   <source>{path} holds pixels of shape {shape}; expected one grey or three-channel image of at most {side} x {side}.</source>
   <translation>{path} enthält Pixel der Form {shape}; erwartet wird ein Bild in Graustufen oder drei Kanälen von höchstens {side} x {side}.</translation>
  </message>
  <message>
   <source>{path} holds these reviews already.</source>
   <translation>{path} enthält diese Durchsichten schon.</translation>
  </message>
  <message>
   <source>{path} holds {bits}-bit {kind} pixels; 8-bit and 16-bit unsigned ones can be read.</source>
   <translation>{path} enthält Pixel mit {bits} Bit ({kind}); lesbar sind 8 und 16 Bit ohne Vorzeichen.</translation>
  </message>
  <message>
   <source>{path} is cut off: its pixels are not all in the file.</source>
   <translation>{path} ist abgeschnitten: Nicht alle Pixel sind in der Datei.</translation>
  </message>
  <message>
   <source>{path} is empty (0 bytes).</source>
   <translation>{path} ist leer (0 Byte).</translation>
  </message>
  <message>
   <source>{path} is larger than {limit} GiB.</source>
   <translation>{path} ist größer als {limit} GiB.</translation>
  </message>
  <message>
   <source>{path} is larger than {limit} MiB.</source>
   <translation>{path} ist größer als {limit} MiB.</translation>
  </message>
  <message>
   <source>{path} is larger than {most} GiB.</source>
   <translation>{path} ist größer als {most} GiB.</translation>
  </message>
  <message>
   <source>{path} is marked as turned or mirrored (orientation {code}).</source>
   <translation>{path} ist als gedreht oder gespiegelt gekennzeichnet (Orientierung {code}).</translation>
  </message>
  <message>
   <source>{path} is not JSON ({reason}).</source>
   <translation>{path} ist kein JSON ({reason}).</translation>
  </message>
  <message>
   <source>{path} is not a complete safetensors file ({why}).</source>
   <translation>{path} ist keine vollständige safetensors-Datei ({why}).</translation>
  </message>
  <message>
   <source>{path} is not a file.</source>
   <translation>{path} ist keine Datei.</translation>
  </message>
  <message>
   <source>{path} is not a folder.</source>
   <translation>{path} ist kein Ordner.</translation>
  </message>
  <message>
   <source>{path} is not a model card of this program: {reason}.</source>
   <translation>{path} ist keine Modellkarte dieses Programms: {reason}.</translation>
  </message>
  <message>
   <source>{path} is not a probability map of this program.</source>
   <translation>{path} ist keine Wahrscheinlichkeitskarte dieses Programms.</translation>
  </message>
  <message>
   <source>{path} is not a readable TIFF ({reason}).</source>
   <translation>{path} ist kein lesbares TIFF ({reason}).</translation>
  </message>
  <message>
   <source>{path} is not a safetensors file, or is cut off.</source>
   <translation>{path} ist keine safetensors-Datei oder abgeschnitten.</translation>
  </message>
  <message>
   <source>{path} is not the file that its card describes (SHA-256 {found}…, the card says {expected}…).</source>
   <translation>{path} ist nicht die Datei, die ihre Karte beschreibt (SHA-256 {found}…, laut Karte {expected}…).</translation>
  </message>
  <message>
   <source>{path} is not the file that its card describes.</source>
   <translation>{path} ist nicht die Datei, die ihre Karte beschreibt.</translation>
  </message>
  <message>
   <source>{path} is too large for a model card.</source>
   <translation>{path} ist zu groß für eine Modellkarte.</translation>
  </message>
  <message>
   <source>{path} no longer exists.</source>
   <translation>{path} ist nicht mehr da.</translation>
  </message>
  <message>
   <source>{path} seems to be in use: {other} lies beside it.</source>
   <translation>{path} scheint in Gebrauch zu sein: {other} liegt daneben.</translation>
  </message>
  <message>
   <source>{path} stores its pixels as {kind}.</source>
   <translation>{path} speichert seine Pixel als {kind}.</translation>
  </message>
  <message>
   <source>{path} uses an unsupported bit order.</source>
   <translation>{path} speichert seine Bits in einer nicht unterstützten Reihenfolge.</translation>
  </message>
  <message>
   <source>{path} uses unsupported compression ({name}, predictor {predictor}).</source>
   <translation>{path} ist auf eine nicht unterstützte Art komprimiert ({name}, Prädiktor {predictor}).</translation>
  </message>
  <message>
   <source>{path} was not saved: reading it back gave something else.</source>
   <translation>{path} wurde nicht gespeichert: Beim Zurücklesen kam etwas anderes heraus.</translation>
  </message>
  <message>
   <source>{path} was not written by LGG Viewer.</source>
   <translation>{path} wurde nicht von LGG Viewer geschrieben.</translation>
  </message>
  <message>
   <source>{path}: {key} holds values that are not numbers.</source>
   <translation>{path}: {key} enthält Werte, die keine Zahlen sind.</translation>
  </message>
  <message>
   <source>{path}: {key} is of type {kind}, which does not fit.</source>
   <translation>{path}: {key} ist vom Typ {kind}, was nicht passt.</translation>
  </message>
  <message>
   <source>{path}: {key} is {got}, the card's network needs {wanted}.</source>
   <translation>{path}: {key} ist {got}, das Netz der Karte braucht {wanted}.</translation>
  </message>
  <message>
   <source>{segment-study} segments the study. Then drag here, or press {threshold-down} and {threshold-up}: mask, volume and Dice update at once.</source>
   <translation>{segment-study} segmentiert die Studie. Dann hier ziehen oder {threshold-down} und {threshold-up} drücken: Maske, Volumen und Dice folgen sofort.</translation>
  </message>
  <message>
   <source>{sequence} (copy of FLAIR)</source>
   <translation>{sequence} (Kopie der FLAIR)</translation>
  </message>
  <message>
   <source>{sequence} = FLAIR copy</source>
   <translation>{sequence} = FLAIR-Kopie</translation>
  </message>
  <message>
   <source>{sequence}: mean {mean:.2f}, SD {sd:.2f}, min {low}, max {high}, n {count}</source>
   <translation>{sequence}: Mittel {mean:.2f}, SD {sd:.2f}, min {low}, max {high}, n {count}</translation>
  </message>
  <message>
   <source>{sequence}: not acquired, a copy of FLAIR</source>
   <translation>{sequence}: nicht aufgenommen, Kopie der FLAIR</translation>
  </message>
  <message>
   <source>{shares}. Over all pixels that prediction or ground truth mark.</source>
   <translation>{shares}. Bezogen auf alle Pixel, die Vorhersage oder Referenz markieren.</translation>
  </message>
  <message numerus="yes">
   <source>{shown} of {n} studies</source>
   <translation>
    <numerusform>{shown} von {n} Studie</numerusform>
    <numerusform>{shown} von {n} Studien</numerusform>
   </translation>
  </message>
  <message>
   <source>{shown} of {total} studies</source>
   <translation>{shown} von {total} Studien</translation>
  </message>
  <message>
   <source>{shown} of {total} studies; left out: {reasons}</source>
   <translation>{shown} von {total} Studien; ausgelassen: {reasons}</translation>
  </message>
  <message>
   <source>{size}, entered by hand</source>
   <translation>{size}, von Hand eingegeben</translation>
  </message>
  <message>
   <source>{size}, {bits} bits, grey</source>
   <translation>{size}, {bits} Bit, Graustufen</translation>
  </message>
  <message>
   <source>{size}, {bits} bits, three channels</source>
   <translation>{size}, {bits} Bit, drei Kanäle</translation>
  </message>
  <message>
   <source>{state}, {moment}</source>
   <translation>{state}, {moment}</translation>
  </message>
  <message>
   <source>{study} failed: {why}</source>
   <translation>{study} fehlgeschlagen: {why}</translation>
  </message>
  <message>
   <source>{study} has no ground truth to export.</source>
   <translation>{study} hat keine Referenz, die sich exportieren ließe.</translation>
  </message>
  <message>
   <source>{study} has no mask to export.</source>
   <translation>{study} hat keine Maske zum Exportieren.</translation>
  </message>
  <message>
   <source>{study} is not segmented.</source>
   <translation>{study} ist nicht segmentiert.</translation>
  </message>
  <message>
   <source>{study} needs more than {limit} MB of memory.</source>
   <translation>{study} braucht mehr als {limit} MB Arbeitsspeicher.</translation>
  </message>
  <message>
   <source>{study} segmented</source>
   <translation>{study} segmentiert</translation>
  </message>
  <message>
   <source>{study} was approved with another mask: see its Review panel.</source>
   <translation>{study} wurde mit einer anderen Maske freigegeben: siehe das Feld „Durchsicht“.</translation>
  </message>
  <message>
   <source>{study} was not segmented. {why}</source>
   <translation>{study} wurde nicht segmentiert. {why}</translation>
  </message>
  <message>
   <source>{study}, slice {z} of {count}</source>
   <translation>{study}, Schicht {z} von {count}</translation>
  </message>
  <message>
   <source>{study}: slice {number} of {count} segmented</source>
   <translation>{study}: Schicht {number} von {count} segmentiert</translation>
  </message>
  <message>
   <source>{study}: {difference} of {actual}</source>
   <translation>{study}: {difference} bei {actual}</translation>
  </message>
  <message numerus="yes">
   <source>{study}: {why}, and {n} more</source>
   <translation>
    <numerusform>{study}: {why}, und {n} weitere</numerusform>
    <numerusform>{study}: {why}, und {n} weitere</numerusform>
   </translation>
  </message>
  <message>
   <source>{time} left</source>
   <translation>noch {time}</translation>
  </message>
  <message>
   <source>{title}: hidden until your own verdict</source>
   <translation>{title}: bis zum eigenen Urteil verborgen</translation>
  </message>
  <message>
   <source>{tool}: drag on the image to draw. Esc or its key again turns it off.</source>
   <translation>{tool}: im Bild ziehen, um zu zeichnen. Esc oder dieselbe Taste legt das Werkzeug weg.</translation>
  </message>
  <message>
   <source>{truth} ground truth, {prediction} prediction, {heat} probability, {agreement} where the two agree, {hidden} hides all. Hold Space to peek underneath.</source>
   <translation>{truth} Referenz, {prediction} Vorhersage, {heat} Wahrscheinlichkeit, {agreement} Übereinstimmung der beiden, {hidden} blendet alles aus. Leertaste halten, um darunter zu sehen.</translation>
  </message>
  <message>
   <source>{variable} is {value!r}.</source>
   <translation>{variable} ist {value!r}.</translation>
  </message>
  <message>
   <source>{verdict} ({reader})</source>
   <translation>{verdict} ({reader})</translation>
  </message>
  <message>
   <source>“{key}” cannot be a shortcut.</source>
   <translation>„{key}“ kann kein Kürzel sein.</translation>
  </message>
  <message>
   <source>⚑ Flag</source>
   <translation>⚑ Marke</translation>
  </message>
  <message>
   <source>✓ Approve</source>
   <translation>✓ Freigeben</translation>
  </message>
  <message>
   <source>✓ approved, ⚑ flagged, ✎ edited; ▲ problems, ✕ unreadable. Sorting puts flagged and unreviewed studies first.</source>
   <translation>✓ freigegeben, ⚑ markiert, ✎ bearbeitet; ▲ Probleme, ✕ unlesbar. Sortiert Markiertes und Offenes nach oben.</translation>
  </message>
 </context>
</TS>
