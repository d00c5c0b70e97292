<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutBox</name>
    <message>
        <source>About PhotoClip</source>
        <translation>Über PhotoClip</translation>
    </message>
    <message>
        <source>Find your own photos by describing them, on your own computer: no photo and no search leaves it.</source>
        <translation>Finden Sie Ihre Fotos, indem Sie sie beschreiben, auf Ihrem eigenen Rechner: kein Foto und keine Suche verlässt ihn.</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later. Built with Qt {qt}, PyTorch and the libraries below.</source>
        <translation>Freie Software unter der GNU General Public License, Version 3 oder neuer. Gebaut mit Qt {qt}, PyTorch und den unten genannten Bibliotheken.</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliotheken</translation>
    </message>
    <message>
        <source>Models and drawings</source>
        <translation>Modelle und Zeichnungen</translation>
    </message>
    <message>
        <source>Text of the licence</source>
        <translation>Text der Lizenz</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Look for updates…</source>
        <translation>Nach Neuerungen sehen…</translation>
    </message>
    <message>
        <source>Opens the download page in your browser</source>
        <translation>Öffnet die Seite zum Herunterladen im Browser</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>AlbumActions</name>
    <message>
        <source>Name of the album for {photos}:</source>
        <translation>Name des Albums für {photos}:</translation>
    </message>
    <message>
        <source>Name of the new, empty album:</source>
        <translation>Name des neuen, leeren Albums:</translation>
    </message>
    <message>
        <source>New album</source>
        <translation>Neues Album</translation>
    </message>
    <message>
        <source>Make the album “{album}”</source>
        <translation>Album „{album}“ anlegen</translation>
    </message>
    <message>
        <source>The album “{album}” was made.</source>
        <translation>Das Album „{album}“ ist angelegt.</translation>
    </message>
    <message>
        <source>Album for {photos}; a new name makes a new album:</source>
        <translation>Album für {photos}; ein neuer Name legt ein neues an:</translation>
    </message>
    <message>
        <source>Add to album</source>
        <translation>Zu Album hinzufügen</translation>
    </message>
    <message>
        <source>Add {photos} to “{album}”</source>
        <translation>{photos} zu „{album}“ hinzufügen</translation>
    </message>
    <message>
        <source>{photos} added to “{album}”.</source>
        <translation>Zu „{album}“ hinzugefügt: {photos}.</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>Diese Suche speichern</translation>
    </message>
    <message>
        <source>Name of the smart album that always shows what fits
{query}</source>
        <translation>Name des intelligenten Albums, das immer zeigt, was passt:
{query}</translation>
    </message>
    <message>
        <source>Change the album “{album}”</source>
        <translation>Album „{album}“ ändern</translation>
    </message>
    <message>
        <source>The album “{album}” was changed.</source>
        <translation>Das Album „{album}“ ist geändert.</translation>
    </message>
    <message>
        <source>New name of “{album}”:</source>
        <translation>Neuer Name von „{album}“:</translation>
    </message>
    <message>
        <source>Rename the album</source>
        <translation>Album umbenennen</translation>
    </message>
    <message>
        <source>Rename the album “{album}”</source>
        <translation>Album „{album}“ umbenennen</translation>
    </message>
    <message>
        <source>Remove the album</source>
        <translation>Album entfernen</translation>
    </message>
    <message>
        <source>Remove the album “{album}”?</source>
        <translation>Das Album „{album}“ entfernen?</translation>
    </message>
    <message>
        <source>Its photos stay in the library and on the disk.</source>
        <translation>Seine Fotos bleiben in der Bibliothek und auf dem Datenträger.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove the album “{album}”</source>
        <translation>Album „{album}“ entfernen</translation>
    </message>
    <message>
        <source>The album “{album}” was removed.</source>
        <translation>Das Album „{album}“ ist entfernt.</translation>
    </message>
    <message>
        <source>Take {photos} out of “{album}”</source>
        <translation>{photos} aus „{album}“ nehmen</translation>
    </message>
    <message>
        <source>{photos} taken out of “{album}”.</source>
        <translation>Aus „{album}“ herausgenommen: {photos}.</translation>
    </message>
    <message>
        <source>Reorder the album “{album}”</source>
        <translation>Album „{album}“ umordnen</translation>
    </message>
    <message>
        <source>Photos can be moved in “{album}” only while it is shown in its own order: choose “In the album&apos;s order” and no groups under “Arrange”.</source>
        <translation>In „{album}“ lassen sich Fotos nur verschieben, solange es in seiner eigenen Reihenfolge gezeigt wird: Wählen Sie unter „Anordnen“ „In der Reihenfolge des Albums“ und keine Gruppen.</translation>
    </message>
</context>
<context>
    <name>AlbumsPanel</name>
    <message>
        <source>New album of the selected photos, or of this search</source>
        <translation>Neues Album aus den ausgewählten Fotos oder dieser Suche</translation>
    </message>
    <message>
        <source>Albums</source>
        <translation>Alben</translation>
    </message>
    <message>
        <source>Keep photos, or a search, under a name.</source>
        <translation>Behalten Sie Fotos oder eine Suche unter einem Namen.</translation>
    </message>
    <message>
        <source>Smart album: {query}</source>
        <translation>Intelligentes Album: {query}</translation>
    </message>
    <message>
        <source>New album…</source>
        <translation>Neues Album…</translation>
    </message>
    <message>
        <source>Save this search as a smart album…</source>
        <translation>Diese Suche als intelligentes Album speichern…</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Edit its search</source>
        <translation>Suche bearbeiten</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
</context>
<context>
    <name>ArrangeActions</name>
    <message>
        <source>In the album&apos;s &amp;order</source>
        <translation>In der Reihenfolge des &amp;Albums</translation>
    </message>
</context>
<context>
    <name>Browser</name>
    <message>
        <source>That did not work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
    <message>
        <source>Hide them again</source>
        <translation>Wieder verbergen</translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln hidden</source>
        <translation>
            <numerusform>%Ln verborgenes zeigen</numerusform>
            <numerusform>%Ln verborgene zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Show {n} more</source>
        <translation>{n} weitere zeigen</translation>
    </message>
    <message>
        <source>Photos like {name}</source>
        <translation>Fotos wie {name}</translation>
    </message>
    <message>
        <source>searching {n} of {all}</source>
        <translation>{n} von {all} werden durchsucht</translation>
    </message>
    <message>
        <source>Looking for photos…</source>
        <translation>Fotos werden gesucht…</translation>
    </message>
    <message>
        <source>The folder is offline</source>
        <translation>Der Ordner ist nicht verbunden</translation>
    </message>
    <message>
        <source>Connect its disk and rescan. What was known of it stays known.</source>
        <translation>Schließen Sie seinen Datenträger an, und lesen Sie neu ein. Was über ihn bekannt war, bleibt bekannt.</translation>
    </message>
    <message>
        <source>Add another folder</source>
        <translation>Weiteren Ordner hinzufügen</translation>
    </message>
    <message>
        <source>No photos in these folders</source>
        <translation>Keine Fotos in diesen Ordnern</translation>
    </message>
    <message>
        <source>Videos and other files are not shown.</source>
        <translation>Videos und andere Dateien werden nicht gezeigt.</translation>
    </message>
    <message>
        <source>No photo can be searched yet</source>
        <translation>Noch kein Foto kann gesucht werden</translation>
    </message>
    <message>
        <source>PhotoClip has to look at each photo once; results appear as it goes on.</source>
        <translation>PhotoClip muss jedes Foto einmal ansehen; dabei erscheinen nach und nach Ergebnisse.</translation>
    </message>
    <message>
        <source>No photo fits all of that</source>
        <translation>Auf kein Foto trifft all das zu</translation>
    </message>
    <message>
        <source>Leave a part of the query out, or look at what can be asked (F1).</source>
        <translation>Lassen Sie einen Teil der Suche weg, oder sehen Sie nach, wonach man suchen kann (F1).</translation>
    </message>
    <message numerus="yes">
        <source>Show the %Ln least unlikely</source>
        <translation>
            <numerusform>Das noch am ehesten passende zeigen</numerusform>
            <numerusform>Die %Ln noch am ehesten passenden zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing here looks like that</source>
        <translation>Hier sieht nichts danach aus</translation>
    </message>
    <message>
        <source>Try other words, or fewer of them.</source>
        <translation>Versuchen Sie andere Wörter, oder weniger.</translation>
    </message>
</context>
<context>
    <name>CaptionDialog</name>
    <message>
        <source>Caption</source>
        <translation>Bildunterschrift</translation>
    </message>
    <message>
        <source>Caption for {photos}:</source>
        <translation>Bildunterschrift für {photos}:</translation>
    </message>
    <message>
        <source>What is on these photos?</source>
        <translation>Was ist auf diesen Fotos?</translation>
    </message>
    <message>
        <source>It takes the place of what you wrote about each of them before; an empty one takes that away. Captions that came with the files stay.</source>
        <translation>Sie tritt an die Stelle dessen, was Sie bisher über jedes geschrieben haben; eine leere nimmt das weg. Bildunterschriften aus den Dateien bleiben.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Ctrl and Enter save, too</source>
        <translation>Auch Strg und Enter speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>CaptionEdit</name>
    <message>
        <source>What is on this photo?</source>
        <translation>Was ist auf diesem Foto?</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>Bildunterschrift</translation>
    </message>
</context>
<context>
    <name>ComparePane</name>
    <message>
        <source>Take out of the comparison (R)</source>
        <translation>Aus dem Vergleich nehmen (R)</translation>
    </message>
    <message>
        <source>Take out of the comparison</source>
        <translation>Aus dem Vergleich nehmen</translation>
    </message>
    <message>
        <source>Photo {n}: {name}</source>
        <translation>Foto {n}: {name}</translation>
    </message>
</context>
<context>
    <name>CompletionList</name>
    <message>
        <source>Completions</source>
        <translation>Vorschläge</translation>
    </message>
</context>
<context>
    <name>ConflictActions</name>
    <message>
        <source>Settle conflicts of {photos}</source>
        <translation>Konflikte lösen: {photos}</translation>
    </message>
</context>
<context>
    <name>ConflictsDialog</name>
    <message>
        <source>Metadata conflicts</source>
        <translation>Konflikte bei Metadaten</translation>
    </message>
    <message>
        <source>Fields that were changed twice</source>
        <translation>Felder, die zweimal geändert wurden</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>In PhotoClip</source>
        <translation>In PhotoClip</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>In der Datei</translation>
    </message>
    <message>
        <source>Show the photo</source>
        <translation>Foto zeigen</translation>
    </message>
    <message>
        <source>Keep PhotoClip&apos;s</source>
        <translation>Wert von PhotoClip behalten</translation>
    </message>
    <message>
        <source>Take the file&apos;s</source>
        <translation>Wert der Datei nehmen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>These fields were changed here and by another program. Nothing is overwritten until you say which one stays; the next writing of metadata brings the files in line.</source>
        <translation>Diese Felder wurden hier und von einem anderen Programm geändert. Nichts wird überschrieben, bis Sie sagen, was bleibt; das nächste Schreiben der Metadaten gleicht die Dateien an.</translation>
    </message>
    <message>
        <source>No field was changed both here and in a file.</source>
        <translation>Kein Feld wurde hier und in der Datei geändert.</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Tag {name}</source>
        <translation>Tag {name}</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>Bildunterschrift</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>Sterne</translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%Ln star(s)</source>
        <translation>
            <numerusform>%Ln Stern</numerusform>
            <numerusform>%Ln Sterne</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei</numerusform>
            <numerusform>%Ln Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln Foto</numerusform>
            <numerusform>%Ln Fotos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CountedCaptions</name>
    <message numerus="yes">
        <source>%Ln caption(s)</source>
        <translation>
            <numerusform>%Ln Bildunterschrift</numerusform>
            <numerusform>%Ln Bildunterschriften</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln captioned photo(s)</source>
        <translation>
            <numerusform>%Ln beschriftetes Foto</numerusform>
            <numerusform>%Ln beschriftete Fotos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln suggested tag(s) wait for your review and would count too.</source>
        <translation>
            <numerusform>%Ln vorgeschlagenes Tag wartet auf Ihre Prüfung und würde auch zählen.</numerusform>
            <numerusform>%Ln vorgeschlagene Tags warten auf Ihre Prüfung und würden auch zählen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more captioned photo(s) cannot be opened now.</source>
        <translation>
            <numerusform>%Ln weiteres Foto mit Bildunterschrift kann jetzt nicht geöffnet werden.</numerusform>
            <numerusform>%Ln weitere Fotos mit Bildunterschrift können jetzt nicht geöffnet werden.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>Where it lies</source>
        <translation>Wo es liegt</translation>
    </message>
    <message>
        <source>How much room</source>
        <translation>Wie viel Platz</translation>
    </message>
    <message>
        <source>Clear thumbnails…</source>
        <translation>Vorschaubilder löschen…</translation>
    </message>
    <message>
        <source>Back up the catalog…</source>
        <translation>Katalog sichern…</translation>
    </message>
    <message>
        <source>Move the library…</source>
        <translation>Bibliothek verschieben…</translation>
    </message>
    <message>
        <source>Do not move it</source>
        <translation>Nicht verschieben</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>Vorschaubilder</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Show in folder: {name}</source>
        <translation>Im Dateimanager zeigen: {name}</translation>
    </message>
    <message>
        <source>Clear thumbnails</source>
        <translation>Vorschaubilder löschen</translation>
    </message>
    <message>
        <source>Delete all small pictures?</source>
        <translation>Alle kleinen Bilder löschen?</translation>
    </message>
    <message>
        <source>They are made anew as you look at your photos; until then it is slower.</source>
        <translation>Sie werden neu gemacht, wenn Sie Ihre Fotos ansehen; bis dahin geht es langsamer.</translation>
    </message>
    <message>
        <source>Delete them</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Thumbnails of {size} deleted.</source>
        <translation>Vorschaubilder gelöscht: {size}.</translation>
    </message>
    <message>
        <source>The catalog was copied to {path}.</source>
        <translation>Der Katalog wurde nach {path} kopiert.</translation>
    </message>
    <message>
        <source>Back up the catalog</source>
        <translation>Katalog sichern</translation>
    </message>
    <message>
        <source>Catalogs (*.sqlite)</source>
        <translation>Kataloge (*.sqlite)</translation>
    </message>
    <message>
        <source>Where shall the library lie?</source>
        <translation>Wo soll die Bibliothek liegen?</translation>
    </message>
    <message>
        <source>The library moves to {path} at the next start of PhotoClip. The old folder is kept under another name.</source>
        <translation>Die Bibliothek zieht beim nächsten Start von PhotoClip nach {path} um. Der alte Ordner bleibt unter anderem Namen erhalten.</translation>
    </message>
</context>
<context>
    <name>DateScrubber</name>
    <message>
        <source>Dates</source>
        <translation>Daten</translation>
    </message>
</context>
<context>
    <name>DecisionBar</name>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Tag the selected photos, or the current one (A)</source>
        <translation>Den ausgewählten Fotos oder dem aktuellen das Tag geben (A)</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>They do not fit, and are not suggested again (R)</source>
        <translation>Sie passen nicht und werden nicht wieder vorgeschlagen (R)</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Decide later (S)</source>
        <translation>Später entscheiden (S)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Take back the latest change (Z)</source>
        <translation>Die letzte Änderung zurücknehmen (Z)</translation>
    </message>
</context>
<context>
    <name>DetailsPanel</name>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Suggested</source>
        <translation>Vorgeschlagen</translation>
    </message>
    <message>
        <source>Select photos to see and change what is known of them.</source>
        <translation>Wählen Sie Fotos aus, um zu sehen und zu ändern, was über sie bekannt ist.</translation>
    </message>
    <message>
        <source>Add a tag, such as People/Anna</source>
        <translation>Tag hinzufügen, etwa Menschen/Anna</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>Tag hinzufügen</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>Bildunterschrift</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>Angaben</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Albums</source>
        <translation>Alben</translation>
    </message>
    <message>
        <source>Why this result</source>
        <translation>Warum dieses Ergebnis</translation>
    </message>
    <message>
        <source>{tag}: on {n} of them</source>
        <translation>{tag}: auf {n} davon</translation>
    </message>
    <message>
        <source>Take the tag “{tag}” away</source>
        <translation>Das Tag „{tag}“ wegnehmen</translation>
    </message>
    <message>
        <source>“{label}” is right</source>
        <translation>„{label}“ stimmt</translation>
    </message>
    <message>
        <source>“{label}” is wrong</source>
        <translation>„{label}“ stimmt nicht</translation>
    </message>
    <message>
        <source>Show the album “{name}”</source>
        <translation>Album „{name}“ zeigen</translation>
    </message>
</context>
<context>
    <name>DuplicatesDialog</name>
    <message>
        <source>Duplicates</source>
        <translation>Duplikate</translation>
    </message>
    <message>
        <source>Groups of photos that show the same</source>
        <translation>Gruppen von Fotos, die dasselbe zeigen</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Show this group</source>
        <translation>Diese Gruppe zeigen</translation>
    </message>
    <message>
        <source>Tick all but the best</source>
        <translation>Alle außer dem besten ankreuzen</translation>
    </message>
    <message>
        <source>Move to the trash…</source>
        <translation>In den Papierkorb…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>{groups} groups with {spare} more than one needs. The first of each is the one proposed to be kept. Tick what shall go to the trash; nothing else is touched.</source>
        <translation>{groups} Gruppen mit {spare} mehr als nötig. Das erste jeder Gruppe ist das, das zu behalten wäre. Kreuzen Sie an, was in den Papierkorb soll; nichts sonst wird angerührt.</translation>
    </message>
    <message>
        <source>No two photos of the library show the same.</source>
        <translation>Keine zwei Fotos der Bibliothek zeigen dasselbe.</translation>
    </message>
    <message>
        <source>the same picture</source>
        <translation>dasselbe Bild</translation>
    </message>
    <message>
        <source>nearly the same</source>
        <translation>fast dasselbe</translation>
    </message>
    <message>
        <source>{name}
keep: {reason}</source>
        <translation>{name}
behalten: {reason}</translation>
    </message>
    <message>
        <source>Move {photos} to the trash…</source>
        <translation>{photos} in den Papierkorb…</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Add a folder of photos</source>
        <translation>Ordner mit Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Its files are only looked at, never changed</source>
        <translation>Seine Dateien werden nur angesehen, nie geändert</translation>
    </message>
    <message>
        <source>PhotoClip looks at every photo once and then finds it by what is in it. All of that happens on this computer; nothing is sent anywhere.</source>
        <translation>PhotoClip sieht sich jedes Foto einmal an und findet es dann nach dem, was darauf ist. All das geschieht auf diesem Rechner; nichts wird irgendwohin gesendet.</translation>
    </message>
    <message>
        <source>or drop a folder here</source>
        <translation>oder einen Ordner hierher ziehen</translation>
    </message>
    <message>
        <source>Find photos by describing them</source>
        <translation>Fotos finden, indem man sie beschreibt</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>PhotoClip made a mistake</source>
        <translation>PhotoClip hat einen Fehler gemacht</translation>
    </message>
    <message>
        <source>Something went wrong in PhotoClip itself. Your photos and your library are safe, and you can go on working. With the report below the mistake can be mended.</source>
        <translation>In PhotoClip selbst ist etwas schiefgegangen. Ihre Fotos und Ihre Bibliothek sind sicher, und Sie können weiterarbeiten. Mit dem Bericht unten lässt sich der Fehler beheben.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
</context>
<context>
    <name>FailedFiles</name>
    <message>
        <source>Files that cannot be read</source>
        <translation>Dateien, die nicht gelesen werden können</translation>
    </message>
    <message>
        <source>Every photo can be read.</source>
        <translation>Jedes Foto kann gelesen werden.</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Dateimanager zeigen</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Als Text kopieren</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Try all again</source>
        <translation>Alle noch einmal versuchen</translation>
    </message>
</context>
<context>
    <name>FailedModel</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Why it cannot be read</source>
        <translation>Warum es nicht gelesen werden kann</translation>
    </message>
</context>
<context>
    <name>FileActions</name>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>New name of “{name}”; its extension stays:</source>
        <translation>Neuer Name von „{name}“; die Endung bleibt:</translation>
    </message>
    <message>
        <source>Rename “{name}”</source>
        <translation>„{name}“ umbenennen</translation>
    </message>
    <message>
        <source>“{old}” is called “{new}” now.</source>
        <translation>„{old}“ heißt jetzt „{new}“.</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message numerus="yes">
        <source>Also the %Ln other file(s) of their stacks</source>
        <translation>
            <numerusform>Auch die %Ln andere Datei des Stapels</numerusform>
            <numerusform>Auch die %Ln anderen Dateien der Stapel</numerusform>
        </translation>
    </message>
    <message>
        <source>Move {photos} to the system&apos;s trash?</source>
        <translation>{photos} in den Papierkorb des Systems verschieben?</translation>
    </message>
    <message>
        <source>Move the {photos} that are selected to the system&apos;s trash?</source>
        <translation>Die ausgewählten {photos} in den Papierkorb des Systems verschieben?</translation>
    </message>
    <message>
        <source>{names} and {n} more.</source>
        <translation>{names} und {n} weitere.</translation>
    </message>
    <message>
        <source>Sidecars that are theirs alone go along, all else stays. They can be brought back from the trash.</source>
        <translation>Begleitdateien, die ihnen allein gehören, gehen mit, alles andere bleibt. Sie können aus dem Papierkorb zurückgeholt werden.</translation>
    </message>
    <message>
        <source>Move {photos} to the trash</source>
        <translation>{photos} in den Papierkorb verschieben</translation>
    </message>
    <message>
        <source>That is being done already.</source>
        <translation>Das geschieht gerade schon.</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Filmstrip</source>
        <translation>Filmstreifen</translation>
    </message>
    <message>
        <source>{name}, {n} of {all}</source>
        <translation>{name}, {n} von {all}</translation>
    </message>
</context>
<context>
    <name>FineDetail</name>
    <message>
        <source>Looking closer at each photo; searching goes on.</source>
        <translation>Jedes Foto wird genauer angesehen; gesucht werden kann weiterhin.</translation>
    </message>
    <message>
        <source>Fine detail is off; what it had found is dropped.</source>
        <translation>Die feine Suche ist aus; was sie gefunden hatte, ist verworfen.</translation>
    </message>
</context>
<context>
    <name>FoldSection</name>
    <message>
        <source>Fold “{title}”</source>
        <translation>„{title}“ zuklappen</translation>
    </message>
    <message>
        <source>Unfold “{title}”</source>
        <translation>„{title}“ aufklappen</translation>
    </message>
</context>
<context>
    <name>FolderActions</name>
    <message>
        <source>That is being done already.</source>
        <translation>Das geschieht gerade schon.</translation>
    </message>
    <message>
        <source>Changes in “{name}” are not watched until you resume.</source>
        <translation>Änderungen in „{name}“ werden nicht beobachtet, bis Sie es fortsetzen.</translation>
    </message>
    <message>
        <source>Changes in “{name}” are watched again.</source>
        <translation>Änderungen in „{name}“ werden wieder beobachtet.</translation>
    </message>
    <message>
        <source>Found again in {path}; tags and albums are as before.</source>
        <translation>In {path} wiedergefunden; Tags und Alben sind wie zuvor.</translation>
    </message>
    <message>
        <source>Remove from the library</source>
        <translation>Aus der Bibliothek entfernen</translation>
    </message>
    <message>
        <source>Remove “{name}” from the library?</source>
        <translation>„{name}“ aus der Bibliothek entfernen?</translation>
    </message>
    <message>
        <source>The photos stay on the disk. Tags and captions given to them here are lost.</source>
        <translation>Die Fotos bleiben auf dem Datenträger. Tags und Bildunterschriften, die sie hier bekommen haben, gehen verloren.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Write into the photos&apos; files</source>
        <translation>In die Dateien der Fotos schreiben</translation>
    </message>
    <message>
        <source>Write metadata of “{name}” into the photos&apos; own files?</source>
        <translation>Metadaten von „{name}“ in die Dateien der Fotos selbst schreiben?</translation>
    </message>
    <message>
        <source>Writing metadata will then change JPEG, PNG, TIFF and WebP files of this folder that have no sidecar; the picture in them stays as it is. RAW files are never changed. Backups will see changed files. Nothing is written now.</source>
        <translation>Das Schreiben von Metadaten ändert dann JPEG-, PNG-, TIFF- und WebP-Dateien dieses Ordners, die keine Begleitdatei haben; das Bild darin bleibt, wie es ist. RAW-Dateien werden nie geändert. Für Sicherungen sind die Dateien dann geändert. Jetzt wird nichts geschrieben.</translation>
    </message>
    <message>
        <source>Write into the files</source>
        <translation>In die Dateien schreiben</translation>
    </message>
    <message>
        <source>Metadata of “{name}” goes into sidecar files.</source>
        <translation>Metadaten von „{name}“ kommen in Begleitdateien.</translation>
    </message>
    <message>
        <source>Metadata of “{name}” goes into the photos&apos; own files.</source>
        <translation>Metadaten von „{name}“ kommen in die Dateien der Fotos selbst.</translation>
    </message>
</context>
<context>
    <name>FolderModel</name>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>This folder cannot be reached now; its photos stay in the library.</source>
        <translation>Dieser Ordner ist jetzt nicht erreichbar; seine Fotos bleiben in der Bibliothek.</translation>
    </message>
    <message>
        <source>Changes in it are not watched; rescan it to see them.</source>
        <translation>Änderungen darin werden nicht beobachtet; lesen Sie ihn neu ein, um sie zu sehen.</translation>
    </message>
    <message>
        <source>Metadata is written into its files</source>
        <translation>Metadaten werden in seine Dateien geschrieben</translation>
    </message>
</context>
<context>
    <name>FolderStep</name>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen…</translation>
    </message>
    <message>
        <source>Its files are only looked at, never changed</source>
        <translation>Seine Dateien werden nur angesehen, nie geändert</translation>
    </message>
    <message>
        <source>Chosen folders</source>
        <translation>Gewählte Ordner</translation>
    </message>
    <message>
        <source>or drop folders here</source>
        <translation>oder Ordner hierher ziehen</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>Von der Liste nehmen</translation>
    </message>
    <message>
        <source>{path} is in the library already.</source>
        <translation>{path} ist schon in der Bibliothek.</translation>
    </message>
    <message>
        <source>{path} is on the list already.</source>
        <translation>{path} steht schon auf der Liste.</translation>
    </message>
    <message>
        <source>{path} is inside {other}, which is on the list already.</source>
        <translation>{path} liegt in {other}, das schon auf der Liste steht.</translation>
    </message>
    <message>
        <source>more than {n} photos</source>
        <translation>mehr als {n} Fotos</translation>
    </message>
    <message>
        <source>Add “{name}” ({photos})</source>
        <translation>„{name}“ hinzufügen ({photos})</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>Weiteren Ordner wählen…</translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message>
        <source>PhotoClip looks at the photos in these folders. Their files stay where they are and as they are.</source>
        <translation>PhotoClip sieht sich die Fotos in diesen Ordnern an. Ihre Dateien bleiben, wo und wie sie sind.</translation>
    </message>
    <message>
        <source>Folders in the library</source>
        <translation>Ordner der Bibliothek</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
</context>
<context>
    <name>FoldersPanel</name>
    <message>
        <source>Add a folder of photos</source>
        <translation>Ordner mit Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Folders in the library</source>
        <translation>Ordner der Bibliothek</translation>
    </message>
    <message>
        <source>Add a folder, or drop one here.</source>
        <translation>Fügen Sie einen Ordner hinzu, oder ziehen Sie einen hierher.</translation>
    </message>
    <message>
        <source>Show its photos</source>
        <translation>Seine Fotos zeigen</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>Im Dateimanager zeigen</translation>
    </message>
    <message>
        <source>Say where it lies now…</source>
        <translation>Neuen Ort angeben …</translation>
    </message>
    <message>
        <source>Rescan this folder</source>
        <translation>Diesen Ordner neu einlesen</translation>
    </message>
    <message>
        <source>Resume watching</source>
        <translation>Wieder beobachten</translation>
    </message>
    <message>
        <source>Pause watching</source>
        <translation>Nicht mehr beobachten</translation>
    </message>
    <message>
        <source>Remove from the library…</source>
        <translation>Aus der Bibliothek entfernen…</translation>
    </message>
    <message>
        <source>Write metadata</source>
        <translation>Metadaten schreiben</translation>
    </message>
    <message>
        <source>Into sidecar files beside the photos</source>
        <translation>In Begleitdateien neben den Fotos</translation>
    </message>
    <message>
        <source>Into the photos&apos; own files…</source>
        <translation>In die Dateien der Fotos selbst…</translation>
    </message>
</context>
<context>
    <name>HandoverDesk</name>
    <message>
        <source>{path} is neither a folder nor a picture that PhotoClip can read.</source>
        <translation>{path} ist weder ein Ordner noch ein Bild, das PhotoClip lesen kann.</translation>
    </message>
</context>
<context>
    <name>HeadBar</name>
    <message>
        <source>Photos to suggest labels for</source>
        <translation>Fotos, für die Labels vorgeschlagen werden</translation>
    </message>
    <message>
        <source>Suggest for all photos, or for those of an album</source>
        <translation>Für alle Fotos vorschlagen, oder für die eines Albums</translation>
    </message>
    <message>
        <source>Suggest</source>
        <translation>Vorschlagen</translation>
    </message>
    <message>
        <source>Suggest the labels of this set; opens no picture, and nothing is a tag before you accept it in the review</source>
        <translation>Die Labels dieser Gruppe vorschlagen; kein Bild wird geöffnet, und nichts ist ein Tag, bevor Sie es in der Prüfung annehmen</translation>
    </message>
    <message>
        <source>All photos</source>
        <translation>Alle Fotos</translation>
    </message>
    <message>
        <source>Album {name}</source>
        <translation>Album {name}</translation>
    </message>
    <message>
        <source>several labels a photo</source>
        <translation>mehrere Labels je Foto</translation>
    </message>
    <message>
        <source>one label a photo</source>
        <translation>ein Label je Foto</translation>
    </message>
    <message numerus="yes">
        <source>%Ln label(s)</source>
        <translation>
            <numerusform>%Ln Label</numerusform>
            <numerusform>%Ln Labels</numerusform>
        </translation>
    </message>
    <message>
        <source>Example, yours once you use or change it</source>
        <translation>Beispiel, wird Ihres, sobald Sie es benutzen oder ändern</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>How sure the model is, over all photos</source>
        <translation>Wie sicher das Modell ist, über alle Fotos</translation>
    </message>
    <message>
        <source>Drag the line, or use the arrow keys: photos to its right are suggested</source>
        <translation>Ziehen Sie die Linie, oder nehmen Sie die Pfeiltasten: Fotos rechts davon werden vorgeschlagen</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>passt nicht</translation>
    </message>
    <message>
        <source>surely fits</source>
        <translation>passt sicher</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import a model</source>
        <translation>Modell importieren</translation>
    </message>
    <message>
        <source>For computers without a network: take weights of an OpenCLIP model, or the folder of one, that was downloaded elsewhere. It has to pass a self-test before it is used.</source>
        <translation>Für Rechner ohne Netz: nehmen Sie Gewichte eines OpenCLIP-Modells oder dessen Ordner, anderswo heruntergeladen. Es muss einen Selbsttest bestehen, bevor es benutzt wird.</translation>
    </message>
    <message>
        <source>File or folder</source>
        <translation>Datei oder Ordner</translation>
    </message>
    <message>
        <source>Another model</source>
        <translation>Ein anderes Modell</translation>
    </message>
    <message>
        <source>as its files say, or for example ViT-B-32</source>
        <translation>wie seine Dateien sagen, oder zum Beispiel ViT-B-32</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>Datei…</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Ordner…</translation>
    </message>
    <message>
        <source>&amp;File or folder:</source>
        <translation>&amp;Datei oder Ordner:</translation>
    </message>
    <message>
        <source>It &amp;is:</source>
        <translation>&amp;Es ist:</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>&amp;Name:</translation>
    </message>
    <message>
        <source>&amp;Architecture:</source>
        <translation>&amp;Architektur:</translation>
    </message>
    <message>
        <source>Weights of a model</source>
        <translation>Gewichte eines Modells</translation>
    </message>
    <message>
        <source>Weights (*.safetensors *.bin *.pt *.pth);;All files (*)</source>
        <translation>Gewichte (*.safetensors *.bin *.pt *.pth);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Folder of a model</source>
        <translation>Ordner eines Modells</translation>
    </message>
</context>
<context>
    <name>InfoLine</name>
    <message>
        <source>About this photo</source>
        <translation>Über dieses Foto</translation>
    </message>
    <message>
        <source>This photo is no longer in the library.</source>
        <translation>Dieses Foto ist nicht mehr in der Bibliothek.</translation>
    </message>
    <message>
        <source>Picked</source>
        <translation>Ausgewählt</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
</context>
<context>
    <name>JobLog</name>
    <message>
        <source>It failed for an unknown reason.</source>
        <translation>Es ist aus unbekanntem Grund gescheitert.</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Abgebrochen</translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>Stop: {title}</source>
        <translation>Abbrechen: {title}</translation>
    </message>
    <message>
        <source>Waiting for the work before it</source>
        <translation>Wartet auf die Arbeit davor</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Beginnt…</translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>Work that is done</source>
        <translation>Erledigte Arbeit</translation>
    </message>
    <message>
        <source>Nothing is being done.</source>
        <translation>Zurzeit ist nichts zu tun.</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Zuvor</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>Unreadable files</source>
        <translation>Nicht lesbare Dateien</translation>
    </message>
    <message>
        <source>{time}  {title}: {outcome}</source>
        <translation>{time}  {title}: {outcome}</translation>
    </message>
</context>
<context>
    <name>KeepAwake</name>
    <message>
        <source>A slideshow is running</source>
        <translation>Eine Diaschau läuft</translation>
    </message>
</context>
<context>
    <name>KeyDialog</name>
    <message>
        <source>Add a key</source>
        <translation>Taste hinzufügen</translation>
    </message>
    <message>
        <source>Press the keys for “{name}”.</source>
        <translation>Drücken Sie die Tasten für „{name}“.</translation>
    </message>
    <message>
        <source>Take it over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Other keys</source>
        <translation>Andere Tasten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>{key} belongs to “{name}”, which would lose it.</source>
        <translation>{key} gehört zu „{name}“, das sie verlöre.</translation>
    </message>
    <message>
        <source>It has this key already.</source>
        <translation>Diese Taste hat es schon.</translation>
    </message>
    <message>
        <source>{key} is free.</source>
        <translation>{key} ist frei.</translation>
    </message>
</context>
<context>
    <name>KeyModel</name>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>Find an action or a key</source>
        <translation>Aktion oder Taste suchen</translation>
    </message>
    <message>
        <source>All as usual</source>
        <translation>Alle wie üblich</translation>
    </message>
    <message>
        <source>Give every action its usual keys back</source>
        <translation>Jeder Aktion ihre üblichen Tasten zurückgeben</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>Aktionen und ihre Tasten</translation>
    </message>
    <message>
        <source>Add a key…</source>
        <translation>Taste hinzufügen…</translation>
    </message>
    <message>
        <source>As usual</source>
        <translation>Wie üblich</translation>
    </message>
    <message>
        <source>Give this action its usual keys back</source>
        <translation>Dieser Aktion ihre üblichen Tasten zurückgeben</translation>
    </message>
    <message>
        <source>No action fits.</source>
        <translation>Keine Aktion passt.</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>Take {key} away</source>
        <translation>{key} wegnehmen</translation>
    </message>
    <message>
        <source>All keys as usual</source>
        <translation>Alle Tasten wie üblich</translation>
    </message>
    <message>
        <source>Give every action its usual keys back?</source>
        <translation>Jeder Aktion ihre üblichen Tasten zurückgeben?</translation>
    </message>
    <message>
        <source>The keys that you chose are forgotten.</source>
        <translation>Die von Ihnen gewählten Tasten werden vergessen.</translation>
    </message>
</context>
<context>
    <name>LabelBars</name>
    <message>
        <source>{score}, likely</source>
        <translation>{score}, wahrscheinlich</translation>
    </message>
</context>
<context>
    <name>LabelForm</name>
    <message>
        <source>none; for example Animals/Pets</source>
        <translation>keines; zum Beispiel Tiere/Haustiere</translation>
    </message>
    <message>
        <source>one sentence a line; without any, the name is used</source>
        <translation>ein Satz je Zeile; ohne einen gilt der Name</translation>
    </message>
    <message>
        <source>what speaks against it, one a line</source>
        <translation>was dagegen spricht, eines je Zeile</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>What it looks like</source>
        <translation>Wie es aussieht</translation>
    </message>
    <message>
        <source>What it is not</source>
        <translation>Was es nicht ist</translation>
    </message>
    <message>
        <source>Below the tag</source>
        <translation>Unter dem Tag</translation>
    </message>
</context>
<context>
    <name>LabelView</name>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Select the surest</source>
        <translation>Die sichersten auswählen</translation>
    </message>
    <message>
        <source>Select suggestions from this sureness on</source>
        <translation>Vorschläge ab dieser Sicherheit auswählen</translation>
    </message>
    <message>
        <source>Selects every suggestion that is at least so sure; A then accepts them</source>
        <translation>Wählt jeden Vorschlag aus, der mindestens so sicher ist; A nimmt sie dann an</translation>
    </message>
    <message>
        <source>{photos} selected</source>
        <translation>{photos} ausgewählt</translation>
    </message>
</context>
<context>
    <name>LibraryPages</name>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
</context>
<context>
    <name>LibraryTools</name>
    <message>
        <source>That is being done already.</source>
        <translation>Das geschieht gerade schon.</translation>
    </message>
    <message>
        <source>The last writing of metadata is undone.</source>
        <translation>Das letzte Schreiben von Metadaten ist rückgängig gemacht.</translation>
    </message>
    <message>
        <source>They can be brought back from the system&apos;s trash.</source>
        <translation>Sie können aus dem Papierkorb des Systems zurückgeholt werden.</translation>
    </message>
    <message>
        <source>Of some groups no photo would be left.</source>
        <translation>Von einigen Gruppen bliebe kein Foto übrig.</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message>
        <source>Move {photos} to the trash?</source>
        <translation>{photos} in den Papierkorb verschieben?</translation>
    </message>
    <message>
        <source>Move {photos} to the trash</source>
        <translation>{photos} in den Papierkorb verschieben</translation>
    </message>
    <message>
        <source>Metadata of {photos} written.</source>
        <translation>Metadaten geschrieben: {photos}.</translation>
    </message>
    <message>
        <source>{n} left alone, such as {path}: {reason}</source>
        <translation>{n} blieben, wie sie waren, etwa {path}: {reason}</translation>
    </message>
</context>
<context>
    <name>LoosenessSlider</name>
    <message>
        <source>How well photos must fit, stricter to looser</source>
        <translation>Wie gut Fotos passen müssen, von strenger zu lockerer</translation>
    </message>
    <message>
        <source>Left: only what surely fits. Right: also what might.
Double-click sets it back to the middle.</source>
        <translation>Links: nur, was sicher passt. Rechts: auch, was passen könnte.
Doppelklick stellt ihn wieder in die Mitte.</translation>
    </message>
    <message>
        <source>stricter</source>
        <translation>strenger</translation>
    </message>
    <message>
        <source>looser</source>
        <translation>lockerer</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message numerus="yes">
        <source>%Ln field(s) changed both here and in a file.</source>
        <translation>
            <numerusform>%Ln Feld wurde hier und in einer Datei geändert.</numerusform>
            <numerusform>%Ln Felder wurden hier und in Dateien geändert.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MannerStep</name>
    <message>
        <source>Index now</source>
        <translation>&amp;Jetzt indexieren</translation>
    </message>
    <message>
        <source>Photos can be found soonest. You can go on working meanwhile.</source>
        <translation>So können Fotos am frühesten gefunden werden. Sie können derweil weiterarbeiten.</translation>
    </message>
    <message>
        <source>When the computer is idle</source>
        <translation>Wenn der Rechner &amp;ruht</translation>
    </message>
    <message>
        <source>Begins when nobody has used it for two minutes, stops when you are back.</source>
        <translation>Beginnt, wenn ihn zwei Minuten niemand benutzt hat, und hört auf, wenn Sie zurück sind.</translation>
    </message>
    <message>
        <source>On mains power only</source>
        <translation>Nur am &amp;Stromnetz</translation>
    </message>
    <message>
        <source>Nothing is done while the computer runs on battery.</source>
        <translation>Nichts geschieht, solange der Rechner mit Akku läuft.</translation>
    </message>
    <message>
        <source>Nothing leaves this computer: no photo, no search, no tag. PhotoClip asks the network only for a model that you choose to download. Your files are never changed by looking at them.</source>
        <translation>Nichts verlässt diesen Rechner: kein Foto, keine Suche, kein Tag. PhotoClip fragt das Netz nur nach einem Modell, das Sie herunterladen wollen. Vom Ansehen werden Ihre Dateien nie geändert.</translation>
    </message>
</context>
<context>
    <name>Manners</name>
    <message>
        <source>Index now anyway</source>
        <translation>Trotzdem jetzt indexieren</translation>
    </message>
    <message>
        <source>Look at the new photos now, whatever the settings say</source>
        <translation>Die neuen Fotos jetzt ansehen, was auch immer die Einstellungen sagen</translation>
    </message>
    <message>
        <source>{photos} to index, on mains power</source>
        <translation>{photos} zu indexieren, am Stromnetz</translation>
    </message>
    <message>
        <source>{photos} to index; held while on battery</source>
        <translation>{photos} zu indexieren; wartet, solange der Akku läuft</translation>
    </message>
    <message>
        <source>{photos} to index, when the computer is idle</source>
        <translation>{photos} zu indexieren, wenn der Rechner ruht</translation>
    </message>
</context>
<context>
    <name>MarkActions</name>
    <message>
        <source>Rate {photos}</source>
        <translation>{photos} bewerten</translation>
    </message>
    <message>
        <source>Take the stars of {photos}</source>
        <translation>Sterne wegnehmen: {photos}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln star(s) for {photos}.</source>
        <translation>
            <numerusform>%Ln Stern für {photos}.</numerusform>
            <numerusform>%Ln Sterne für {photos}.</numerusform>
        </translation>
    </message>
    <message>
        <source>No stars for {photos}.</source>
        <translation>Keine Sterne für {photos}.</translation>
    </message>
    <message>
        <source>Pick {photos}</source>
        <translation>{photos} als ausgewählt markieren</translation>
    </message>
    <message>
        <source>{photos} picked.</source>
        <translation>Als ausgewählt markiert: {photos}.</translation>
    </message>
    <message>
        <source>Refuse {photos}</source>
        <translation>{photos} ablehnen</translation>
    </message>
    <message>
        <source>{photos} refused.</source>
        <translation>Abgelehnt: {photos}.</translation>
    </message>
    <message>
        <source>Take the flag of {photos}</source>
        <translation>Markierung wegnehmen: {photos}</translation>
    </message>
    <message>
        <source>{photos} without a flag now.</source>
        <translation>Jetzt ohne Markierung: {photos}.</translation>
    </message>
    <message>
        <source>Change the caption of {photos}</source>
        <translation>Bildunterschrift ändern: {photos}</translation>
    </message>
    <message>
        <source>{photos}: the caption is new.</source>
        <translation>Neue Bildunterschrift für {photos}.</translation>
    </message>
    <message>
        <source>{photos}: the caption is gone.</source>
        <translation>Keine Bildunterschrift mehr: {photos}.</translation>
    </message>
</context>
<context>
    <name>MetadataDialog</name>
    <message>
        <source>Write metadata</source>
        <translation>Metadaten schreiben</translation>
    </message>
    <message>
        <source>Changes of files</source>
        <translation>Änderungen an Dateien</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Nothing is to be written: the files say all of it already.</source>
        <translation>Es ist nichts zu schreiben: die Dateien sagen schon alles.</translation>
    </message>
    <message>
        <source>Tags, captions and stars of {photos} are to be written. What other programs wrote there stays, and RAW files are never touched. Undo brings all of it back.</source>
        <translation>Tags, Bildunterschriften und Sterne werden geschrieben: {photos}. Was andere Programme dort geschrieben haben, bleibt, und RAW-Dateien werden nie angerührt. Rückgängig bringt alles zurück.</translation>
    </message>
    <message>
        <source>and {n} more files</source>
        <translation>und {n} weitere Dateien</translation>
    </message>
    <message>
        <source>Left alone: {photos}</source>
        <translation>Unverändert bleiben: {photos}</translation>
    </message>
</context>
<context>
    <name>ModelActions</name>
    <message>
        <source>Model: {step}</source>
        <translation>Modell: {step}</translation>
    </message>
    <message>
        <source>The part of PhotoClip that looks at photos ended unexpectedly and was started again; nothing is lost.</source>
        <translation>Der Teil von PhotoClip, der Fotos ansieht, endete unerwartet und wurde neu gestartet; nichts ist verloren.</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>In use</source>
        <translation>In Benutzung</translation>
    </message>
    <message>
        <source>Recommended here</source>
        <translation>Hier empfohlen</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell benutzen</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Published: {figures}</source>
        <translation>Veröffentlicht: {figures}</translation>
    </message>
    <message>
        <source>Go on with the download</source>
        <translation>Download fortsetzen</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird abgebrochen…</translation>
    </message>
    <message>
        <source>Checking that it works…</source>
        <translation>Geprüft wird, ob es funktioniert…</translation>
    </message>
    <message>
        <source>Looking at photos: {done} of {total}; the old model answers meanwhile</source>
        <translation>Fotos werden angesehen: {done} von {total}; solange antwortet das alte Modell</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>Wird vorbereitet…</translation>
    </message>
</context>
<context>
    <name>ModelStep</name>
    <message>
        <source>This computer: {hardware}</source>
        <translation>Dieser Rechner: {hardware}</translation>
    </message>
</context>
<context>
    <name>ModelsDesk</name>
    <message>
        <source>“{name}” is being worked on; wait until that is done.</source>
        <translation>An „{name}“ wird gerade gearbeitet; warten Sie, bis das fertig ist.</translation>
    </message>
    <message>
        <source>“{name}” answers from now on.</source>
        <translation>Ab jetzt antwortet „{name}“.</translation>
    </message>
    <message>
        <source>“{name}” is here; it can be used now.</source>
        <translation>„{name}“ ist da und kann jetzt benutzt werden.</translation>
    </message>
    <message>
        <source>“{name}” passed its self-test.</source>
        <translation>„{name}“ hat seinen Selbsttest bestanden.</translation>
    </message>
    <message>
        <source>“{name}” does not work as it should; remove it and get it again.</source>
        <translation>„{name}“ arbeitet nicht, wie es soll; entfernen Sie es und holen Sie es neu.</translation>
    </message>
    <message>
        <source>“{name}” was removed.</source>
        <translation>„{name}“ wurde entfernt.</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>A model turns photos and words into what a search compares. Stronger models find more and take longer for each photo, once. Only the model is downloaded; your photos stay on this computer.</source>
        <translation>Ein Modell macht aus Fotos und Wörtern das, was eine Suche vergleicht. Stärkere Modelle finden mehr und brauchen länger für jedes Foto, einmal. Nur das Modell wird heruntergeladen; Ihre Fotos bleiben auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Import a model…</source>
        <translation>Modell importieren…</translation>
    </message>
    <message>
        <source>Take a model from a file or folder, for computers without a network</source>
        <translation>Ein Modell aus einer Datei oder einem Ordner nehmen, für Rechner ohne Netz</translation>
    </message>
    <message>
        <source>This computer: {hardware}</source>
        <translation>Dieser Rechner: {hardware}</translation>
    </message>
    <message>
        <source>Remove a model</source>
        <translation>Modell entfernen</translation>
    </message>
    <message>
        <source>Remove “{name}”?</source>
        <translation>„{name}“ entfernen?</translation>
    </message>
    <message>
        <source>Its files and what it knows of your photos are deleted; tags, captions and suggestions stay. It can be downloaded again.</source>
        <translation>Seine Dateien, und was es über Ihre Fotos weiß, werden gelöscht; Tags, Bildunterschriften und Vorschläge bleiben. Es kann wieder heruntergeladen werden.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>A model looks at your photos and understands your words. The starter comes with PhotoClip; stronger ones find more and need more room and time.</source>
        <translation>Ein Modell sieht Ihre Fotos an und versteht Ihre Wörter. Das Startmodell kommt mit PhotoClip; stärkere finden mehr und brauchen mehr Platz und Zeit.</translation>
    </message>
    <message>
        <source>See all models…</source>
        <translation>Alle Modelle sehen…</translation>
    </message>
    <message>
        <source>In use now: {name}.</source>
        <translation>Jetzt benutzt: {name}.</translation>
    </message>
</context>
<context>
    <name>Mover</name>
    <message>
        <source>Moving the library</source>
        <translation>Bibliothek wird verschoben</translation>
    </message>
    <message>
        <source>The library is being copied to its new place.</source>
        <translation>Die Bibliothek wird an ihren neuen Ort kopiert.</translation>
    </message>
    <message>
        <source>Leave it where it is</source>
        <translation>Lassen, wo sie ist</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird abgebrochen…</translation>
    </message>
</context>
<context>
    <name>NameQuestion</name>
    <message>
        <source>Type a name, or press ↓ for those there are</source>
        <translation>Schreiben Sie einen Namen, oder drücken Sie ↓ für die vorhandenen</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>OpenWith</name>
    <message>
        <source>At most {n} photos can be opened at once; select fewer.</source>
        <translation>Höchstens {n} Fotos können auf einmal geöffnet werden; wählen Sie weniger aus.</translation>
    </message>
    <message>
        <source>The system&apos;s program for this kind of file</source>
        <translation>Das Programm des Systems für diese Art Datei</translation>
    </message>
    <message>
        <source>No program could be opened for {path}.</source>
        <translation>Für {path} konnte kein Programm geöffnet werden.</translation>
    </message>
    <message>
        <source>{program} could not be started; choose another program.</source>
        <translation>{program} konnte nicht gestartet werden; wählen Sie ein anderes Programm.</translation>
    </message>
</context>
<context>
    <name>OutcomePage</name>
    <message>
        <source>Progress of getting the model ready</source>
        <translation>Fortschritt, bis das Modell bereit ist</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Zuvor und danach</translation>
    </message>
    <message>
        <source>On captions that were not trained on</source>
        <translation>An Bildunterschriften, mit denen nicht trainiert wurde</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Zuvor</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Danach</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>&amp;Open report</source>
        <translation>Bericht ö&amp;ffnen</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Löschen…</translation>
    </message>
    <message>
        <source>&amp;Go back to the old model</source>
        <translation>&amp;Zurück zum alten Modell</translation>
    </message>
    <message>
        <source>&amp;Activate</source>
        <translation>&amp;Aktivieren</translation>
    </message>
    <message>
        <source>Model “{title}” ({key})</source>
        <translation>Modell „{title}“ ({key})</translation>
    </message>
    <message>
        <source>The new model is in use</source>
        <translation>Das neue Modell wird benutzt</translation>
    </message>
    <message>
        <source>Better than before</source>
        <translation>Besser als zuvor</translation>
    </message>
    <message>
        <source>No better model this time</source>
        <translation>Diesmal kein besseres Modell</translation>
    </message>
    <message>
        <source>&amp;Keep the old one</source>
        <translation>Das alte &amp;behalten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Waiting for the work in progress</source>
        <translation>Wartet auf die laufende Arbeit</translation>
    </message>
    <message>
        <source>{phase} {done} of {total}</source>
        <translation>{phase} {done} von {total}</translation>
    </message>
    <message>
        <source>{what}; the old model answers meanwhile.</source>
        <translation>{what}; solange antwortet das alte Modell.</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchten Sie tun?</translation>
    </message>
    <message>
        <source>Name of an action</source>
        <translation>Name einer Aktion</translation>
    </message>
    <message>
        <source>Actions that fit</source>
        <translation>Passende Aktionen</translation>
    </message>
    <message>
        <source>Nothing has that name.</source>
        <translation>So heißt nichts.</translation>
    </message>
</context>
<context>
    <name>PaletteDesk</name>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Album</source>
        <translation>Album</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
</context>
<context>
    <name>PanelTitle</name>
    <message>
        <source>Fold or unfold; drag the line to move the panel</source>
        <translation>Auf- oder zuklappen; ziehen Sie die Zeile, um den Bereich zu verschieben</translation>
    </message>
    <message>
        <source>Let the panel “{name}” float</source>
        <translation>Den Bereich „{name}“ schweben lassen</translation>
    </message>
    <message>
        <source>Close the panel “{name}”</source>
        <translation>Den Bereich „{name}“ schließen</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Albums</source>
        <translation>Alben</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
</context>
<context>
    <name>PhotoActions</name>
    <message>
        <source>The first {n} of {all} photos are copied; “Copy to folder” takes all.</source>
        <translation>Die ersten {n} von {all} Fotos sind kopiert; „In Ordner kopieren“ nimmt alle.</translation>
    </message>
    <message>
        <source>Rotate {photos}</source>
        <translation>{photos} drehen</translation>
    </message>
    <message>
        <source>{photos} turned.</source>
        <translation>{photos} gedreht.</translation>
    </message>
    <message>
        <source>{photos} copied; paste in a file manager.</source>
        <translation>{photos} kopiert; zum Einfügen in einem Dateimanager.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln path(s) copied.</source>
        <translation>
            <numerusform>%Ln Pfad kopiert.</numerusform>
            <numerusform>%Ln Pfade kopiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>No file manager could be opened for {path}.</source>
        <translation>Für {path} konnte kein Dateimanager geöffnet werden.</translation>
    </message>
    <message>
        <source>“{name}” lies in {folder}, which is not connected; connect its drive first.</source>
        <translation>„{name}“ liegt in {folder}, das nicht verbunden ist; schließen Sie zuerst das Laufwerk an.</translation>
    </message>
    <message>
        <source>{path} is not there any more; look for new photos to see what is.</source>
        <translation>{path} ist nicht mehr da; suchen Sie nach neuen Fotos, um zu sehen, was da ist.</translation>
    </message>
    <message>
        <source>This photo does not say where it was taken.</source>
        <translation>Dieses Foto sagt nicht, wo es aufgenommen wurde.</translation>
    </message>
    <message>
        <source>Maps are turned off in the settings.</source>
        <translation>Karten sind in den Einstellungen abgeschaltet.</translation>
    </message>
    <message>
        <source>Show on a map</source>
        <translation>Auf der Karte zeigen</translation>
    </message>
    <message>
        <source>Open the place of this photo on openstreetmap.org?</source>
        <translation>Den Ort dieses Fotos auf openstreetmap.org öffnen?</translation>
    </message>
    <message>
        <source>Your browser then sends its coordinates there: they leave this computer, the photo does not. You are asked this once; maps can be turned off in the settings.</source>
        <translation>Ihr Browser sendet dann seine Koordinaten dorthin: sie verlassen diesen Rechner, das Foto nicht. Danach werden Sie nur einmal gefragt; Karten lassen sich in den Einstellungen abschalten.</translation>
    </message>
    <message>
        <source>Open the map</source>
        <translation>Karte öffnen</translation>
    </message>
    <message>
        <source>No browser could be opened for the map.</source>
        <translation>Für die Karte konnte kein Browser geöffnet werden.</translation>
    </message>
</context>
<context>
    <name>PhotoDelegate</name>
    <message>
        <source>Cannot be read</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>The file is gone</source>
        <translation>Die Datei ist fort</translation>
    </message>
</context>
<context>
    <name>PhotoGrid</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
</context>
<context>
    <name>PhotoMenu</name>
    <message>
        <source>Move in the album</source>
        <translation>Im Album verschieben</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>Sterne</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>Markierung</translation>
    </message>
</context>
<context>
    <name>PhotoView</name>
    <message>
        <source>Suggested labels</source>
        <translation>Vorgeschlagene Labels</translation>
    </message>
    <message>
        <source>1–9 accepts one label, A all that are selected or shown</source>
        <translation>1–9 nimmt ein Label an, A alle ausgewählten oder gezeigten</translation>
    </message>
</context>
<context>
    <name>PictureIntake</name>
    <message>
        <source>This picture is on the internet, and PhotoClip fetches nothing from there: save it to a folder and drop the file.</source>
        <translation>Dieses Bild liegt im Internet, und PhotoClip holt von dort nichts: speichern Sie es in einem Ordner, und ziehen Sie die Datei herein.</translation>
    </message>
    <message>
        <source>A search takes at most {n} pictures at once; the first ones were taken.</source>
        <translation>Eine Suche nimmt höchstens {n} Bilder auf einmal; die ersten wurden genommen.</translation>
    </message>
</context>
<context>
    <name>PresetChoices</name>
    <message>
        <source>How much of the model may change</source>
        <translation>Wie viel sich am Modell ändern darf</translation>
    </message>
</context>
<context>
    <name>PreviewPane</name>
    <message>
        <source>Photos of this label</source>
        <translation>Fotos dieses Labels</translation>
    </message>
    <message>
        <source>Use the calibrated line</source>
        <translation>Die geeichte Linie nehmen</translation>
    </message>
    <message>
        <source>Accept the surest unasked</source>
        <translation>Die sichersten ungefragt annehmen</translation>
    </message>
    <message>
        <source>From a line further up, photos are tagged without asking when suggestions are made; it can be undone</source>
        <translation>Von einer Linie weiter oben an bekommen Fotos das Tag ungefragt, wenn vorgeschlagen wird; das lässt sich zurücknehmen</translation>
    </message>
    <message>
        <source>{n} of {photos} above the line</source>
        <translation>{n} von {photos} über der Linie</translation>
    </message>
    <message>
        <source>Choose a label to see what it finds.</source>
        <translation>Wählen Sie ein Label, um zu sehen, was es findet.</translation>
    </message>
    <message>
        <source>The surest</source>
        <translation>Die sichersten</translation>
    </message>
    <message>
        <source>Next to the line</source>
        <translation>Nahe der Linie</translation>
    </message>
</context>
<context>
    <name>PrivacyPage</name>
    <message>
        <source>Nothing leaves this computer</source>
        <translation>Nichts verlässt diesen Rechner</translation>
    </message>
    <message>
        <source>Photos, searches, tags, captions and all that PhotoClip learns from them stay on this computer. There is no account, and no figures are sent. PhotoClip never goes to the network by itself.</source>
        <translation>Fotos, Suchen, Tags, Bildunterschriften und alles, was PhotoClip daraus lernt, bleiben auf diesem Rechner. Es gibt kein Konto, und keine Zahlen werden gesendet. PhotoClip geht nie von sich aus ins Netz.</translation>
    </message>
    <message>
        <source>What is downloaded, and only when you ask</source>
        <translation>Was heruntergeladen wird, und nur auf Ihren Wunsch</translation>
    </message>
    <message>
        <source>What opens in your browser</source>
        <translation>Was sich in Ihrem Browser öffnet</translation>
    </message>
    <message>
        <source>Stronger models come from {hub}, when you press Download in the list of models. The hub sees the address of your computer, as every web page does, and nothing of your photos:</source>
        <translation>Stärkere Modelle kommen von {hub}, wenn Sie in der Liste der Modelle „Herunterladen“ drücken. Der Server sieht die Adresse Ihres Rechners, wie jede Webseite, und nichts von Ihren Fotos:</translation>
    </message>
</context>
<context>
    <name>ProgramDialog</name>
    <message>
        <source>Open with</source>
        <translation>Öffnen mit</translation>
    </message>
    <message>
        <source>Open {photos} with:</source>
        <translation>{photos} öffnen mit:</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Other program…</source>
        <translation>Anderes Programm…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>QueryChip</name>
    <message>
        <source>{part}
Click to change it</source>
        <translation>{part}
Klicken, um es zu ändern</translation>
    </message>
    <message>
        <source>Part of the query: Enter changes it, Delete takes it out.</source>
        <translation>Teil der Suche: Enter ändert ihn, Entf nimmt ihn heraus.</translation>
    </message>
    <message>
        <source>Take {part} out of the query</source>
        <translation>{part} aus der Suche nehmen</translation>
    </message>
    <message>
        <source>a copied picture</source>
        <translation>ein kopiertes Bild</translation>
    </message>
    <message>
        <source>photo {number}</source>
        <translation>Foto {number}</translation>
    </message>
    <message>
        <source>like {photo}</source>
        <translation>wie {photo}</translation>
    </message>
    <message>
        <source>not {part}</source>
        <translation>nicht {part}</translation>
    </message>
</context>
<context>
    <name>QueryChips</name>
    <message>
        <source>Fields of the query</source>
        <translation>Felder der Suche</translation>
    </message>
</context>
<context>
    <name>QueryHelpSheet</name>
    <message>
        <source>What can be asked</source>
        <translation>Wonach man suchen kann</translation>
    </message>
    <message>
        <source>Fields of the query language</source>
        <translation>Felder der Suchsprache</translation>
    </message>
    <message>
        <source>Plain words describe what a photo shows. A minus leaves something out, quotes keep words together, and fields narrow the search. Click an example to add it.</source>
        <translation>Gewöhnliche Wörter beschreiben, was ein Foto zeigt. Ein Minus lässt etwas weg, Anführungszeichen halten Wörter zusammen, und Felder grenzen die Suche ein. Ein Klick auf ein Beispiel fügt es ein.</translation>
    </message>
    <message>
        <source>Tab takes the first proposal. Down in the empty box brings earlier searches, Alt+Down always. A picture that is dropped on the box, or copied and pasted, finds photos like it.</source>
        <translation>Tab nimmt den ersten Vorschlag. Pfeil nach unten im leeren Feld bringt frühere Suchen, Alt+Unten immer. Ein Bild, das in das Feld gezogen oder kopiert und eingefügt wird, findet ähnliche Fotos.</translation>
    </message>
</context>
<context>
    <name>RailButton</name>
    <message>
        <source>{n} waiting</source>
        <translation>{n} warten</translation>
    </message>
</context>
<context>
    <name>Recents</name>
    <message>
        <source>Forget these searches</source>
        <translation>Diese Suchen vergessen</translation>
    </message>
    <message>
        <source>smart album</source>
        <translation>intelligentes Album</translation>
    </message>
</context>
<context>
    <name>ResultBar</name>
    <message>
        <source>Show all photos</source>
        <translation>Alle Fotos zeigen</translation>
    </message>
    <message>
        <source>Arrange</source>
        <translation>Anordnen</translation>
    </message>
    <message>
        <source>Order, groups and stacks of the photos</source>
        <translation>Reihenfolge, Gruppen und Stapel der Fotos</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>By label</source>
        <translation>Nach Label</translation>
    </message>
    <message>
        <source>By photo</source>
        <translation>Nach Foto</translation>
    </message>
    <message>
        <source>Parts of the queue</source>
        <translation>Teile der Warteschlange</translation>
    </message>
    <message numerus="yes">
        <source>%Ln to review</source>
        <translation>
            <numerusform>%Ln zu prüfen</numerusform>
            <numerusform>%Ln zu prüfen</numerusform>
        </translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Nothing to review</source>
        <translation>Nichts zu prüfen</translation>
    </message>
    <message>
        <source>Labels suggest tags for your photos; here you say which of them are right. Nothing becomes a tag before.</source>
        <translation>Labels schlagen Tags für Ihre Fotos vor; hier sagen Sie, welche stimmen. Vorher wird nichts zum Tag.</translation>
    </message>
    <message>
        <source>Go to labels</source>
        <translation>Zu den Labels</translation>
    </message>
    <message numerus="yes">
        <source>%Ln tag(s) accepted</source>
        <translation>
            <numerusform>%Ln Tag angenommen</numerusform>
            <numerusform>%Ln Tags angenommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln suggestion(s) rejected</source>
        <translation>
            <numerusform>%Ln Vorschlag abgelehnt</numerusform>
            <numerusform>%Ln Vorschläge abgelehnt</numerusform>
        </translation>
    </message>
    <message>
        <source>{text}; Z takes that back.</source>
        <translation>{text}; Z nimmt das zurück.</translation>
    </message>
    <message>
        <source>“{label}” has enough decisions to learn from.</source>
        <translation>„{label}“ hat genug Entscheidungen, um daraus zu lernen.</translation>
    </message>
</context>
<context>
    <name>ReviewQueue</name>
    <message numerus="yes">
        <source>Accept %Ln suggestion(s)</source>
        <translation>
            <numerusform>%Ln Vorschlag annehmen</numerusform>
            <numerusform>%Ln Vorschläge annehmen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reject %Ln suggestion(s)</source>
        <translation>
            <numerusform>%Ln Vorschlag ablehnen</numerusform>
            <numerusform>%Ln Vorschläge ablehnen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunList</name>
    <message>
        <source>Trainings</source>
        <translation>Trainings</translation>
    </message>
    <message>
        <source>New training</source>
        <translation>Neues Training</translation>
    </message>
</context>
<context>
    <name>RunPlots</name>
    <message>
        <source>Loss (lower is better)</source>
        <translation>Verlust (weniger ist besser)</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Captions that find their photo</source>
        <translation>Bildunterschriften, die ihr Foto finden</translation>
    </message>
    <message>
        <source>pass over the photos</source>
        <translation>Durchgang durch die Fotos</translation>
    </message>
    <message>
        <source>percent</source>
        <translation>Prozent</translation>
    </message>
    <message>
        <source>first</source>
        <translation>erstes</translation>
    </message>
    <message>
        <source>top 5</source>
        <translation>erste 5</translation>
    </message>
    <message>
        <source>top 10</source>
        <translation>erste 10</translation>
    </message>
    <message>
        <source>Measured after each pass on captioned photos that are not trained on: text to image R@1, R@5 and R@10.</source>
        <translation>Nach jedem Durchgang an Fotos gemessen, mit denen nicht trainiert wird: Text zu Bild R@1, R@5 und R@10.</translation>
    </message>
    <message>
        <source>{loss} at step {step}</source>
        <translation>{loss} bei Schritt {step}</translation>
    </message>
    <message>
        <source>{first} first, {five} in the first 5, {ten} in the first 10</source>
        <translation>{first} als erstes, {five} unter den ersten 5, {ten} unter den ersten 10</translation>
    </message>
</context>
<context>
    <name>RunningPage</name>
    <message>
        <source>Progress of the training</source>
        <translation>Fortschritt des Trainings</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Stop and close</source>
        <translation>An&amp;halten und schließen</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Löschen…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The training goes on; the status bar shows it.</source>
        <translation>Das Training läuft weiter; die Statuszeile zeigt es.</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>Wird vorbereitet…</translation>
    </message>
    <message>
        <source>Saving where it is…</source>
        <translation>Der Stand wird gespeichert…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>The training ended with a problem</source>
        <translation>Das Training endete mit einem Problem</translation>
    </message>
    <message>
        <source>{what}: {done} of {total}</source>
        <translation>{what}: {done} von {total}</translation>
    </message>
    <message>
        <source>The step in progress is finished and saved; nothing is lost.</source>
        <translation>Der laufende Schritt wird beendet und gespeichert; nichts geht verloren.</translation>
    </message>
    <message>
        <source>Nothing was trained yet; what was read is kept.</source>
        <translation>Noch wurde nichts trainiert; was gelesen ist, bleibt.</translation>
    </message>
    <message>
        <source>After step {step} of {steps}. Resume goes on from what was saved.</source>
        <translation>Nach Schritt {step} von {steps}. Fortsetzen geht vom gespeicherten Stand weiter.</translation>
    </message>
    <message>
        <source>{n} pairs/s</source>
        <translation>{n} Paare/s</translation>
    </message>
    <message>
        <source>pass {n} of {all}</source>
        <translation>Durchgang {n} von {all}</translation>
    </message>
    <message>
        <source>loss {loss}</source>
        <translation>Verlust {loss}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
    <message>
        <source>started by another PhotoClip, which can stop it</source>
        <translation>von einem anderen PhotoClip begonnen, das es anhalten kann</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Describe a photo, for example: a dog running through water</source>
        <translation>Beschreiben Sie ein Foto, zum Beispiel: ein Hund läuft durch Wasser</translation>
    </message>
    <message>
        <source>Search photos by describing them</source>
        <translation>Fotos suchen, indem man sie beschreibt</translation>
    </message>
    <message>
        <source>Clear the search (Esc)</source>
        <translation>Suche leeren (Esc)</translation>
    </message>
    <message>
        <source>Earlier searches (Alt+Down)</source>
        <translation>Frühere Suchen (Alt+Unten)</translation>
    </message>
    <message>
        <source>Keep this search as a smart album</source>
        <translation>Diese Suche als intelligentes Album behalten</translation>
    </message>
    <message>
        <source>Search with the copied picture</source>
        <translation>Mit dem kopierten Bild suchen</translation>
    </message>
</context>
<context>
    <name>SetForm</name>
    <message>
        <source>Several labels a photo</source>
        <translation>Mehrere Labels je Foto</translation>
    </message>
    <message>
        <source>A photo may get several labels of this set, or only the surest one</source>
        <translation>Ein Foto kann mehrere Labels dieser Gruppe bekommen, oder nur das sicherste</translation>
    </message>
    <message>
        <source>What a label is put into before it is compared</source>
        <translation>Worin ein Label eingesetzt wird, bevor verglichen wird</translation>
    </message>
    <message>
        <source>one a line, with {} for the label; empty: the usual ones</source>
        <translation>eine je Zeile, mit {} für das Label; leer: die üblichen</translation>
    </message>
    <message>
        <source>Keep templates</source>
        <translation>Vorlagen übernehmen</translation>
    </message>
    <message>
        <source>Label set</source>
        <translation>Labelgruppe</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Vorlagen</translation>
    </message>
</context>
<context>
    <name>SetTree</name>
    <message>
        <source>Label sets</source>
        <translation>Labelgruppen</translation>
    </message>
    <message>
        <source>A shipped example; it is yours once you use it</source>
        <translation>Ein mitgeliefertes Beispiel; es wird Ihres, sobald Sie es benutzen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln to review</source>
        <translation>
            <numerusform>%Ln zu prüfen</numerusform>
            <numerusform>%Ln zu prüfen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Acts from the next start of PhotoClip on.</source>
        <translation>Wirkt ab dem nächsten Start von PhotoClip.</translation>
    </message>
    <message>
        <source>Default of “{name}”</source>
        <translation>Vorgabe von „{name}“</translation>
    </message>
    <message>
        <source>Back to: {value}</source>
        <translation>Zurück zu: {value}</translation>
    </message>
    <message>
        <source>Default: {value}.</source>
        <translation>Vorgabe: {value}.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>Einstellung suchen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
</context>
<context>
    <name>SetupPage</name>
    <message>
        <source>Make captions of &amp;accepted tags too</source>
        <translation>Auch aus &amp;angenommenen Tags Bildunterschriften machen</translation>
    </message>
    <message>
        <source>Tuned on my photos</source>
        <translation>Mit meinen Fotos trainiert</translation>
    </message>
    <message>
        <source>Name of the new model</source>
        <translation>Name des neuen Modells</translation>
    </message>
    <message>
        <source>Ad&amp;vanced</source>
        <translation>&amp;Erweitert</translation>
    </message>
    <message>
        <source>Passes over the photos</source>
        <translation>Durchgänge durch die Fotos</translation>
    </message>
    <message>
        <source>as many as serve</source>
        <translation>so viele, wie nützen</translation>
    </message>
    <message>
        <source>&amp;Name of the new model</source>
        <translation>&amp;Name des neuen Modells</translation>
    </message>
    <message>
        <source>&amp;Passes over the photos</source>
        <translation>&amp;Durchgänge durch die Fotos</translation>
    </message>
    <message>
        <source>How much of the model may change</source>
        <translation>Wie viel sich am Modell ändern darf</translation>
    </message>
    <message>
        <source>What it will cost</source>
        <translation>Was es kosten wird</translation>
    </message>
    <message>
        <source>&amp;Start training</source>
        <translation>&amp;Training beginnen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Counting captions…</source>
        <translation>Bildunterschriften werden gezählt…</translation>
    </message>
    <message>
        <source>{photos} with {captions}</source>
        <translation>{photos} mit {captions}</translation>
    </message>
    <message>
        <source>No captioned photos yet</source>
        <translation>Noch keine Fotos mit Bildunterschrift</translation>
    </message>
    <message>
        <source>Most are made of tags; sentences in your own words teach more.</source>
        <translation>Die meisten sind aus Tags gemacht; Sätze in Ihren eigenen Worten lehren mehr.</translation>
    </message>
    <message>
        <source>How long it takes is not known: {why}</source>
        <translation>Wie lange es dauert, ist nicht bekannt: {why}</translation>
    </message>
    <message>
        <source>One training at a time: another one is running.</source>
        <translation>Ein Training auf einmal: ein anderes läuft schon.</translation>
    </message>
    <message>
        <source>Measuring how long it will take…</source>
        <translation>Gemessen wird, wie lange es dauert…</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Keys of all actions</source>
        <translation>Tasten aller Aktionen</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Als Text kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Raster</translation>
    </message>
    <message>
        <source>Open the photo</source>
        <translation>Foto öffnen</translation>
    </message>
    <message>
        <source>Select a range</source>
        <translation>Einen Bereich auswählen</translation>
    </message>
    <message>
        <source>Shift + arrow keys</source>
        <translation>Umschalt + Pfeiltasten</translation>
    </message>
    <message>
        <source>One photo</source>
        <translation>Ein Foto</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Nächstes Foto</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>Voriges Foto</translation>
    </message>
    <message>
        <source>First or last photo</source>
        <translation>Erstes oder letztes Foto</translation>
    </message>
    <message>
        <source>100 % or whole photo</source>
        <translation>100 % oder ganzes Foto</translation>
    </message>
    <message>
        <source>Keep the zoom</source>
        <translation>Zoom behalten</translation>
    </message>
    <message>
        <source>Move the enlarged photo</source>
        <translation>Das vergrößerte Foto verschieben</translation>
    </message>
    <message>
        <source>Back to the grid</source>
        <translation>Zurück zum Raster</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Another label</source>
        <translation>Ein anderes Label</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>Maus</translation>
    </message>
    <message>
        <source>Open a photo</source>
        <translation>Ein Foto öffnen</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>Doppelklick</translation>
    </message>
    <message>
        <source>Add one to the selection</source>
        <translation>Eines zur Auswahl hinzufügen</translation>
    </message>
    <message>
        <source>Ctrl + click</source>
        <translation>Strg + Klick</translation>
    </message>
    <message>
        <source>Shift + click</source>
        <translation>Umschalt + Klick</translation>
    </message>
    <message>
        <source>Larger or smaller pictures</source>
        <translation>Größere oder kleinere Bilder</translation>
    </message>
    <message>
        <source>Ctrl + wheel</source>
        <translation>Strg + Rad</translation>
    </message>
    <message>
        <source>Zoom into the photo</source>
        <translation>In das Foto zoomen</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Rad</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>Ziehen</translation>
    </message>
    <message>
        <source>Copy photos to another program</source>
        <translation>Fotos in ein anderes Programm kopieren</translation>
    </message>
    <message>
        <source>Drag them out</source>
        <translation>Hinausziehen</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Einen Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Drop it on the window</source>
        <translation>Auf das Fenster ziehen</translation>
    </message>
    <message>
        <source>Search by a picture</source>
        <translation>Mit einem Bild suchen</translation>
    </message>
</context>
<context>
    <name>SinglePhoto</name>
    <message>
        <source>This photo is no longer in the library.</source>
        <translation>Dieses Foto ist nicht mehr in der Bibliothek.</translation>
    </message>
</context>
<context>
    <name>StarBar</name>
    <message numerus="yes">
        <source>%Ln star(s)</source>
        <translation>
            <numerusform>%Ln Stern</numerusform>
            <numerusform>%Ln Sterne</numerusform>
        </translation>
    </message>
    <message>
        <source>Picked (P)</source>
        <translation>Ausgewählt (P)</translation>
    </message>
    <message>
        <source>Refused (X)</source>
        <translation>Abgelehnt (X)</translation>
    </message>
    <message numerus="yes">
        <source>Given now: %Ln star(s)</source>
        <translation>
            <numerusform>Jetzt vergeben: %Ln Stern</numerusform>
            <numerusform>Jetzt vergeben: %Ln Sterne</numerusform>
        </translation>
    </message>
    <message>
        <source>The photos differ</source>
        <translation>Die Fotos unterscheiden sich</translation>
    </message>
    <message>
        <source>Picked now</source>
        <translation>Jetzt ausgewählt</translation>
    </message>
    <message>
        <source>Refused now</source>
        <translation>Jetzt abgelehnt</translation>
    </message>
    <message>
        <source>No flag now</source>
        <translation>Jetzt keine Markierung</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Progress of indexing</source>
        <translation>Fortschritt des Indexierens</translation>
    </message>
    <message>
        <source>Click to see all work</source>
        <translation>Klicken, um alle Arbeit zu sehen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>No photos yet</source>
        <translation>Noch keine Fotos</translation>
    </message>
    <message>
        <source>{photos} · searching all of them</source>
        <translation>{photos} · alle werden durchsucht</translation>
    </message>
    <message>
        <source>{photos} · searching {n} of {all}</source>
        <translation>{photos} · {n} von {all} werden durchsucht</translation>
    </message>
    <message>
        <source> · {n} unreadable</source>
        <translation> · {n} nicht lesbar</translation>
    </message>
    <message>
        <source>Starter model</source>
        <translation>Startmodell</translation>
    </message>
    <message>
        <source>Searches with the small starter model that comes with PhotoClip.
Stronger ones understand more: click to see them.</source>
        <translation>Sucht mit dem kleinen Startmodell, das mit PhotoClip kommt.
Stärkere verstehen mehr: klicken, um sie zu sehen.</translation>
    </message>
    <message>
        <source>Model that searches: {name}</source>
        <translation>Modell, das sucht: {name}</translation>
    </message>
    <message>
        <source>Indexing stopped; Rescan goes on from there.</source>
        <translation>Indexieren angehalten; „Ordner neu einlesen“ macht dort weiter.</translation>
    </message>
    <message>
        <source>Done: {parts}</source>
        <translation>Fertig: {parts}</translation>
    </message>
</context>
<context>
    <name>StudioDesk</name>
    <message>
        <source>Change the label “{label}”</source>
        <translation>Label „{label}“ ändern</translation>
    </message>
    <message>
        <source>Add the label “{label}”</source>
        <translation>Label „{label}“ hinzufügen</translation>
    </message>
    <message>
        <source>Remove the label “{label}”</source>
        <translation>Label „{label}“ entfernen</translation>
    </message>
    <message>
        <source>Make the label set “{name}”</source>
        <translation>Labelgruppe „{name}“ anlegen</translation>
    </message>
    <message>
        <source>Change the label set “{name}”</source>
        <translation>Labelgruppe „{name}“ ändern</translation>
    </message>
    <message>
        <source>Remove the label set “{name}”</source>
        <translation>Labelgruppe „{name}“ entfernen</translation>
    </message>
    <message>
        <source>Move a line of “{label}”</source>
        <translation>Eine Linie von „{label}“ verschieben</translation>
    </message>
    <message>
        <source>Import a label set</source>
        <translation>Labelgruppe importieren</translation>
    </message>
</context>
<context>
    <name>StudioPage</name>
    <message>
        <source>New label…</source>
        <translation>Neues Label…</translation>
    </message>
    <message>
        <source>New label set…</source>
        <translation>Neue Labelgruppe…</translation>
    </message>
    <message>
        <source>Import a label set…</source>
        <translation>Labelgruppe importieren…</translation>
    </message>
    <message>
        <source>Export this label set…</source>
        <translation>Diese Labelgruppe exportieren…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>A label for the set “{name}”:</source>
        <translation>Ein Label für die Gruppe „{name}“:</translation>
    </message>
    <message>
        <source>New label</source>
        <translation>Neues Label</translation>
    </message>
    <message>
        <source>New label set</source>
        <translation>Neue Labelgruppe</translation>
    </message>
    <message>
        <source>Name of the set:</source>
        <translation>Name der Gruppe:</translation>
    </message>
    <message>
        <source>Import a label set</source>
        <translation>Labelgruppe importieren</translation>
    </message>
    <message>
        <source>Label sets (*.toml)</source>
        <translation>Labelgruppen (*.toml)</translation>
    </message>
    <message>
        <source>Export the label set</source>
        <translation>Labelgruppe exportieren</translation>
    </message>
    <message numerus="yes">
        <source>%Ln suggestion(s) to review.</source>
        <translation>
            <numerusform>%Ln Vorschlag zu prüfen.</numerusform>
            <numerusform>%Ln Vorschläge zu prüfen.</numerusform>
        </translation>
    </message>
    <message>
        <source>These labels fit none of the photos.</source>
        <translation>Diese Labels passen auf keines der Fotos.</translation>
    </message>
    <message>
        <source>Review them</source>
        <translation>Prüfen</translation>
    </message>
</context>
<context>
    <name>TagActions</name>
    <message>
        <source>Tag {photos} with “{tag}”</source>
        <translation>{photos} das Tag „{tag}“ geben</translation>
    </message>
    <message>
        <source>{photos} got the tag “{tag}”.</source>
        <translation>Tag „{tag}“ gegeben: {photos}.</translation>
    </message>
    <message>
        <source>Take “{tag}” from {photos}</source>
        <translation>{photos} das Tag „{tag}“ nehmen</translation>
    </message>
    <message>
        <source>{photos} lost the tag “{tag}”.</source>
        <translation>Tag „{tag}“ weggenommen: {photos}.</translation>
    </message>
    <message>
        <source>Accept “{label}”</source>
        <translation>„{label}“ annehmen</translation>
    </message>
    <message>
        <source>Reject “{label}”</source>
        <translation>„{label}“ ablehnen</translation>
    </message>
    <message>
        <source>Select the photos first that shall get a tag.</source>
        <translation>Wählen Sie zuerst die Fotos aus, die ein Tag bekommen sollen.</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>Tag hinzufügen</translation>
    </message>
    <message>
        <source>Tag for {photos}; levels are divided by /:</source>
        <translation>Tag für {photos}; Ebenen werden durch / getrennt:</translation>
    </message>
    <message>
        <source>Rename the tag</source>
        <translation>Tag umbenennen</translation>
    </message>
    <message>
        <source>New name of “{tag}”:</source>
        <translation>Neuer Name von „{tag}“:</translation>
    </message>
    <message>
        <source>Rename the tag “{tag}”</source>
        <translation>Tag „{tag}“ umbenennen</translation>
    </message>
    <message>
        <source>Move the tag</source>
        <translation>Tag verschieben</translation>
    </message>
    <message>
        <source>Tag that “{tag}” shall go under; / alone is the top level:</source>
        <translation>Tag, unter das „{tag}“ kommen soll; / allein ist die oberste Ebene:</translation>
    </message>
    <message>
        <source>Move the tag “{tag}”</source>
        <translation>Tag „{tag}“ verschieben</translation>
    </message>
    <message>
        <source>Delete the tag</source>
        <translation>Tag löschen</translation>
    </message>
    <message>
        <source>Delete the tag “{tag}”?</source>
        <translation>Das Tag „{tag}“ löschen?</translation>
    </message>
    <message>
        <source>{photos} and all tags below it lose it. The photos themselves stay.</source>
        <translation>Ohne das Tag und alle darunter sind dann: {photos}. Die Fotos selbst bleiben.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete the tag “{tag}”</source>
        <translation>Tag „{tag}“ löschen</translation>
    </message>
    <message>
        <source>The tag “{tag}” was deleted.</source>
        <translation>Das Tag „{tag}“ ist gelöscht.</translation>
    </message>
</context>
<context>
    <name>TagsPanel</name>
    <message>
        <source>Give the selected photos a tag</source>
        <translation>Den ausgewählten Fotos ein Tag geben</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter the tags</source>
        <translation>Tags filtern</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Tags of your photos appear here.</source>
        <translation>Hier erscheinen die Tags Ihrer Fotos.</translation>
    </message>
    <message>
        <source>Show its photos</source>
        <translation>Seine Fotos zeigen</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Move under…</source>
        <translation>Verschieben unter…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
</context>
<context>
    <name>TeachBar</name>
    <message>
        <source>Learn now</source>
        <translation>Jetzt lernen</translation>
    </message>
    <message>
        <source>Teach this label from your decisions; takes seconds, can be taken back</source>
        <translation>Dieses Label aus Ihren Entscheidungen lernen lassen; dauert Sekunden, lässt sich zurücknehmen</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Forget what this label has learnt; tags stay</source>
        <translation>Vergessen, was dieses Label gelernt hat; Tags bleiben</translation>
    </message>
    <message>
        <source>{yes} accepted, {no} rejected</source>
        <translation>{yes} angenommen, {no} abgelehnt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more accepted</source>
        <translation>
            <numerusform>noch %Ln Annahme</numerusform>
            <numerusform>noch %Ln Annahmen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more rejected</source>
        <translation>
            <numerusform>noch %Ln Ablehnung</numerusform>
            <numerusform>noch %Ln Ablehnungen</numerusform>
        </translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source>can learn after {more}</source>
        <translation>kann lernen, es fehlen: {more}</translation>
    </message>
    <message>
        <source>has not learnt from them yet</source>
        <translation>hat daraus noch nicht gelernt</translation>
    </message>
    <message>
        <source>on decisions held out: right {change}</source>
        <translation>an zurückgehaltenen Entscheidungen: richtig {change}</translation>
    </message>
    <message>
        <source>, found {change}</source>
        <translation>, gefunden {change}</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>wird benutzt</translation>
    </message>
    <message>
        <source>no gain, so not used</source>
        <translation>kein Gewinn, daher nicht benutzt</translation>
    </message>
    <message>
        <source>Learning…</source>
        <translation>Lernt…</translation>
    </message>
    <message>
        <source>Forget what “{label}” has learnt</source>
        <translation>Vergessen, was „{label}“ gelernt hat</translation>
    </message>
</context>
<context>
    <name>TooFew</name>
    <message>
        <source>How captions come in</source>
        <translation>Wie Bildunterschriften hineinkommen</translation>
    </message>
    <message>
        <source>&lt;p&gt;A caption is a sentence that says who or what is on a photo, such as “Anna on the red boat”. From about 20 captioned photos on there is something to learn; some hundred are better.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Write them: select a photo, show its details (Ctrl+I), and type under “What is on this photo?”.&lt;/li&gt;&lt;li&gt;Captions that other programs wrote into photos or XMP files beside them are read by themselves.&lt;/li&gt;&lt;li&gt;A text file beside a photo: &lt;i&gt;beach.txt&lt;/i&gt; for &lt;i&gt;beach.jpg&lt;/i&gt;.&lt;/li&gt;&lt;li&gt;A table of files and captions: &lt;i&gt;photoclip captions import&lt;/i&gt;.&lt;/li&gt;&lt;li&gt;Accepted tags become captions too: say yes to suggestions on the page “Review”.&lt;/li&gt;&lt;/ul&gt;</source>
        <translation>&lt;p&gt;Eine Bildunterschrift ist ein Satz, der sagt, wer oder was auf einem Foto ist, etwa „Anna auf dem roten Boot“. Ab etwa 20 Fotos mit Bildunterschrift gibt es etwas zu lernen; einige hundert sind besser.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Schreiben: ein Foto auswählen, seine Details zeigen (Strg+I), und unter „Was ist auf diesem Foto?“ schreiben.&lt;/li&gt;&lt;li&gt;Bildunterschriften, die andere Programme in Fotos oder in XMP-Dateien daneben geschrieben haben, werden von selbst gelesen.&lt;/li&gt;&lt;li&gt;Eine Textdatei neben einem Foto: &lt;i&gt;strand.txt&lt;/i&gt; zu &lt;i&gt;strand.jpg&lt;/i&gt;.&lt;/li&gt;&lt;li&gt;Eine Tabelle von Dateien und Bildunterschriften: &lt;i&gt;photoclip captions import&lt;/i&gt;.&lt;/li&gt;&lt;li&gt;Auch angenommene Tags werden zu Bildunterschriften: sagen Sie auf der Seite „Prüfen“ Ja zu Vorschlägen.&lt;/li&gt;&lt;/ul&gt;</translation>
    </message>
</context>
<context>
    <name>TrainDialog</name>
    <message>
        <source>Train the search</source>
        <translation>Suche trainieren</translation>
    </message>
    <message>
        <source>One training at a time: another one is running.</source>
        <translation>Ein Training auf einmal: ein anderes läuft schon.</translation>
    </message>
    <message>
        <source>No program was found to show it; the report is {path}.</source>
        <translation>Es wurde kein Programm gefunden, das ihn zeigt; der Bericht ist {path}.</translation>
    </message>
    <message>
        <source>Another model is being made ready; wait for its end.</source>
        <translation>Ein anderes Modell wird gerade vorbereitet; warten Sie dessen Ende ab.</translation>
    </message>
    <message>
        <source>Its report and what could be resumed are deleted.</source>
        <translation>Sein Bericht, und was fortgesetzt werden könnte, werden gelöscht.</translation>
    </message>
    <message>
        <source>The model itself stays.</source>
        <translation>Das Modell selbst bleibt.</translation>
    </message>
    <message>
        <source>Delete a training</source>
        <translation>Training löschen</translation>
    </message>
    <message>
        <source>Delete the training “{name}” of {time}?</source>
        <translation>Das Training „{name}“ vom {time} löschen?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>TrainingActions</name>
    <message>
        <source>Training: saving…</source>
        <translation>Training: wird gespeichert…</translation>
    </message>
    <message>
        <source>Training: getting ready…</source>
        <translation>Training: wird vorbereitet…</translation>
    </message>
    <message>
        <source>Training: step {done} of {total}</source>
        <translation>Training: Schritt {done} von {total}</translation>
    </message>
    <message>
        <source>Training: {phase} {done} of {total}</source>
        <translation>Training: {phase} {done} von {total}</translation>
    </message>
    <message>
        <source>The training is done: the new model is better.</source>
        <translation>Das Training ist fertig: das neue Modell ist besser.</translation>
    </message>
    <message>
        <source>The training is done: your current model was kept.</source>
        <translation>Das Training ist fertig: Ihr bisheriges Modell bleibt.</translation>
    </message>
</context>
<context>
    <name>UndoDesk</name>
    <message>
        <source>Undone: {deed}.</source>
        <translation>Rückgängig gemacht: {deed}.</translation>
    </message>
    <message>
        <source>Nothing is left of it that could be changed: {deed}.</source>
        <translation>Davon ist nichts übrig, das sich ändern ließe: {deed}.</translation>
    </message>
    <message>
        <source>Done again: {deed}.</source>
        <translation>Noch einmal getan: {deed}.</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln decision(s) taken back.</source>
        <translation>
            <numerusform>%Ln Entscheidung zurückgenommen.</numerusform>
            <numerusform>%Ln Entscheidungen zurückgenommen.</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>Es gibt nichts zurückzunehmen.</translation>
    </message>
    <message>
        <source>&amp;Undo: {deed}</source>
        <translation>&amp;Rückgängig: {deed}</translation>
    </message>
    <message>
        <source>&amp;Redo: {deed}</source>
        <translation>&amp;Wiederholen: {deed}</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>{n} of {all}</source>
        <translation>{n} von {all}</translation>
    </message>
    <message>
        <source>{n} %</source>
        <translation>{n} %</translation>
    </message>
    <message>
        <source>Comparing {n} of {all}</source>
        <translation>Vergleich von {n} aus {all}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Space pauses, Esc ends</source>
        <translation>Leertaste hält an, Esc beendet</translation>
    </message>
</context>
<context>
    <name>ViewerBar</name>
    <message>
        <source>Size of the picture</source>
        <translation>Größe des Bildes</translation>
    </message>
    <message>
        <source>Back to all results (Esc)</source>
        <translation>Zurück zu allen Ergebnissen (Esc)</translation>
    </message>
    <message>
        <source>Previous (Left)</source>
        <translation>Voriges (Links)</translation>
    </message>
    <message>
        <source>Next (Right)</source>
        <translation>Nächstes (Rechts)</translation>
    </message>
    <message>
        <source>100 % or fitted (Z)</source>
        <translation>100 % oder eingepasst (Z)</translation>
    </message>
    <message>
        <source>Zoom and move all photos together (L)</source>
        <translation>Alle Fotos gemeinsam zoomen und verschieben (L)</translation>
    </message>
    <message>
        <source>Keep zoom and place for the next photo (L)</source>
        <translation>Zoom und Stelle für das nächste Foto behalten (L)</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>Ü&amp;berspringen</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>Fi&amp;nish</source>
        <translation>Fer&amp;tig</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>Step {n} of {all}: {name}</source>
        <translation>Schritt {n} von {all}: {name}</translation>
    </message>
    <message>
        <source>Find photos by describing them</source>
        <translation>Fotos finden, indem man sie beschreibt</translation>
    </message>
    <message>
        <source>Where are your photos? PhotoClip looks at each one once and then finds it by what is in it. The files stay where they are.</source>
        <translation>Wo sind Ihre Fotos? PhotoClip sieht sich jedes einmal an und findet es dann nach dem, was darauf ist. Die Dateien bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>How well shall it see?</source>
        <translation>Wie gut soll es sehen?</translation>
    </message>
    <message>
        <source>The starter is ready at once. A stronger model is downloaded in the background, and the starter answers until it is there.</source>
        <translation>Das Startmodell ist sofort bereit. Ein stärkeres wird im Hintergrund heruntergeladen, und solange antwortet das Startmodell.</translation>
    </message>
    <message>
        <source>When shall it look at your photos?</source>
        <translation>Wann soll es Ihre Fotos ansehen?</translation>
    </message>
    <message>
        <source>You see all photos at once; each can be found as soon as it was looked at.</source>
        <translation>Sie sehen sofort alle Fotos; jedes kann gefunden werden, sobald es angesehen wurde.</translation>
    </message>
</context>
<context>
    <name>WhyDesk</name>
    <message>
        <source>Looking…</source>
        <translation>Wird nachgesehen…</translation>
    </message>
</context>
<context>
    <name>WhyView</name>
    <message>
        <source>It looks most like (✓ likely):</source>
        <translation>Am ehesten sieht es aus wie (✓ wahrscheinlich):</translation>
    </message>
    <message>
        <source>Labels that come nearest to this photo, more for a longer bar</source>
        <translation>Labels, die diesem Foto am nächsten kommen, näher bei längerem Balken</translation>
    </message>
    <message>
        <source>The model has not looked at this photo yet.</source>
        <translation>Das Modell hat dieses Foto noch nicht angesehen.</translation>
    </message>
    <message>
        <source>All photos are shown; nothing was searched for.</source>
        <translation>Alle Fotos werden gezeigt; es wurde nichts gesucht.</translation>
    </message>
    <message>
        <source>It is not among the results of this search.</source>
        <translation>Es ist nicht unter den Ergebnissen dieser Suche.</translation>
    </message>
    <message>
        <source>{band}: place {n} of {all}, score {score}</source>
        <translation>{band}: Platz {n} von {all}, Wert {score}</translation>
    </message>
    <message>
        <source>It meets all conditions of this search.</source>
        <translation>Es erfüllt alle Bedingungen dieser Suche.</translation>
    </message>
    <message>
        <source>{match}, so it comes first.</source>
        <translation>{match}, deshalb steht es vorn.</translation>
    </message>
    <message>
        <source>It meets: {parts}</source>
        <translation>Es erfüllt: {parts}</translation>
    </message>
    <message>
        <source>It fits clearly better than chance.</source>
        <translation>Es passt deutlich besser als durch Zufall.</translation>
    </message>
    <message>
        <source>It may fit; look for yourself.</source>
        <translation>Es könnte passen; sehen Sie selbst.</translation>
    </message>
    <message>
        <source>It hardly fits, so it is hidden unless hidden results are shown.</source>
        <translation>Es passt kaum, deshalb ist es verborgen, wenn verborgene Ergebnisse nicht gezeigt werden.</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>No stars</source>
        <translation>Keine Sterne</translation>
    </message>
    <message>
        <source>Take the stars of the selected photos away</source>
        <translation>Den ausgewählten Fotos ihre Sterne nehmen</translation>
    </message>
    <message>
        <source>1 star</source>
        <translation>1 Stern</translation>
    </message>
    <message>
        <source>Give the selected photos one star</source>
        <translation>Den ausgewählten Fotos einen Stern geben</translation>
    </message>
    <message>
        <source>2 stars</source>
        <translation>2 Sterne</translation>
    </message>
    <message>
        <source>Give the selected photos two stars</source>
        <translation>Den ausgewählten Fotos zwei Sterne geben</translation>
    </message>
    <message>
        <source>3 stars</source>
        <translation>3 Sterne</translation>
    </message>
    <message>
        <source>Give the selected photos three stars</source>
        <translation>Den ausgewählten Fotos drei Sterne geben</translation>
    </message>
    <message>
        <source>4 stars</source>
        <translation>4 Sterne</translation>
    </message>
    <message>
        <source>Give the selected photos four stars</source>
        <translation>Den ausgewählten Fotos vier Sterne geben</translation>
    </message>
    <message>
        <source>5 stars</source>
        <translation>5 Sterne</translation>
    </message>
    <message>
        <source>Give the selected photos five stars</source>
        <translation>Den ausgewählten Fotos fünf Sterne geben</translation>
    </message>
    <message>
        <source>&amp;Add folder…</source>
        <translation>Ordner &amp;hinzufügen…</translation>
    </message>
    <message>
        <source>Add a folder of photos; its files are never changed</source>
        <translation>Einen Ordner mit Fotos hinzufügen; seine Dateien werden nie geändert</translation>
    </message>
    <message>
        <source>&amp;Rescan folders</source>
        <translation>O&amp;rdner neu einlesen</translation>
    </message>
    <message>
        <source>Look for new and changed photos in all folders</source>
        <translation>In allen Ordnern nach neuen und geänderten Fotos sehen</translation>
    </message>
    <message>
        <source>Find small thin&amp;gs too (fine detail)</source>
        <translation>Auch Kleines &amp;finden (feine Suche)</translation>
    </message>
    <message>
        <source>Look at parts of each photo as well: about seven times the work, once; turning it off drops them</source>
        <translation>Auch Teile jedes Fotos ansehen: einmal etwa siebenmal so viel Arbeit; Ausschalten verwirft sie</translation>
    </message>
    <message>
        <source>&amp;Train the search…</source>
        <translation>Suche &amp;trainieren…</translation>
    </message>
    <message>
        <source>Teach the search your people, places and words from the captions of your photos</source>
        <translation>Der Suche aus den Bildunterschriften Ihrer Fotos Ihre Menschen, Orte und Wörter beibringen</translation>
    </message>
    <message>
        <source>&amp;Pause work</source>
        <translation>Arbeit &amp;anhalten</translation>
    </message>
    <message>
        <source>Hold the work, or let it go on; nothing is lost</source>
        <translation>Die Arbeit anhalten oder weiterlaufen lassen; nichts geht verloren</translation>
    </message>
    <message>
        <source>St&amp;op work</source>
        <translation>Arbeit abbre&amp;chen</translation>
    </message>
    <message>
        <source>Stop the work in progress; Rescan goes on with indexing</source>
        <translation>Die laufende Arbeit abbrechen; „Ordner neu einlesen“ indexiert weiter</translation>
    </message>
    <message>
        <source>&amp;Export copies…</source>
        <translation>Kopien e&amp;xportieren…</translation>
    </message>
    <message>
        <source>Copy the photos of this search to a folder</source>
        <translation>Die Fotos dieser Suche in einen Ordner kopieren</translation>
    </message>
    <message>
        <source>Export a &amp;list…</source>
        <translation>&amp;Liste exportieren…</translation>
    </message>
    <message>
        <source>Write a table of the photos of this search</source>
        <translation>Eine Tabelle der Fotos dieser Suche schreiben</translation>
    </message>
    <message>
        <source>&amp;Write metadata…</source>
        <translation>&amp;Metadaten schreiben…</translation>
    </message>
    <message>
        <source>Write tags, captions and stars where other programs read</source>
        <translation>Tags, Bildunterschriften und Sterne dorthin schreiben, wo andere Programme lesen</translation>
    </message>
    <message>
        <source>Undo the last writing</source>
        <translation>Letztes Schreiben zurücknehmen</translation>
    </message>
    <message>
        <source>Bring the metadata files back as they were before</source>
        <translation>Die Dateien mit Metadaten wieder so machen, wie sie waren</translation>
    </message>
    <message>
        <source>Metadata &amp;conflicts…</source>
        <translation>K&amp;onflikte bei Metadaten…</translation>
    </message>
    <message>
        <source>Fields that were changed here and in the files</source>
        <translation>Felder, die hier und in den Dateien geändert wurden</translation>
    </message>
    <message>
        <source>Find d&amp;uplicates…</source>
        <translation>D&amp;uplikate suchen…</translation>
    </message>
    <message>
        <source>Find photos that show the same</source>
        <translation>Fotos finden, die dasselbe zeigen</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>Look, indexing, privacy, keys and the place of the data</source>
        <translation>Aussehen, Indexieren, Datenschutz, Tasten und der Ort der Daten</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>Mo&amp;delle…</translation>
    </message>
    <message>
        <source>See which models can search, and get stronger ones</source>
        <translation>Sehen, welche Modelle suchen können, und stärkere holen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Close PhotoClip</source>
        <translation>PhotoClip schließen</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>Describe the photo you look for</source>
        <translation>Das gesuchte Foto beschreiben</translation>
    </message>
    <message>
        <source>Start a query with this photo, to go on with words</source>
        <translation>Eine Suche mit diesem Foto beginnen, um sie mit Wörtern fortzusetzen</translation>
    </message>
    <message>
        <source>C&amp;ommand palette…</source>
        <translation>Be&amp;fehlspalette…</translation>
    </message>
    <message>
        <source>Find any action by its name</source>
        <translation>Jede Aktion nach ihrem Namen finden</translation>
    </message>
    <message>
        <source>Show &amp;all photos</source>
        <translation>&amp;Alle Fotos zeigen</translation>
    </message>
    <message>
        <source>S&amp;elect all</source>
        <translation>A&amp;lles auswählen</translation>
    </message>
    <message>
        <source>Select every photo shown</source>
        <translation>Jedes gezeigte Foto auswählen</translation>
    </message>
    <message>
        <source>Select &amp;none</source>
        <translation>&amp;Nichts auswählen</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Kein Foto auswählen</translation>
    </message>
    <message>
        <source>&amp;Invert selection</source>
        <translation>Auswahl &amp;umkehren</translation>
    </message>
    <message>
        <source>Select the photos that are not selected, and no others</source>
        <translation>Die nicht ausgewählten Fotos auswählen, und keine anderen</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Take back the last change</source>
        <translation>Die letzte Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Do again what was taken back</source>
        <translation>Noch einmal tun, was zurückgenommen wurde</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>All keys at a glance</source>
        <translation>Alle Tasten auf einen Blick</translation>
    </message>
    <message>
        <source>W&amp;elcome…</source>
        <translation>Will&amp;kommen…</translation>
    </message>
    <message>
        <source>The pages of the first start: folders, model, manner of indexing</source>
        <translation>Die Seiten des ersten Starts: Ordner, Modell, Art des Indexierens</translation>
    </message>
    <message>
        <source>&amp;What can be asked</source>
        <translation>&amp;Wonach man suchen kann</translation>
    </message>
    <message>
        <source>The fields and signs of the query language</source>
        <translation>Die Felder und Zeichen der Suchsprache</translation>
    </message>
    <message>
        <source>Sa&amp;ve search as album…</source>
        <translation>Suche als Al&amp;bum speichern…</translation>
    </message>
    <message>
        <source>Keep this query as a smart album</source>
        <translation>Diese Suche als intelligentes Album behalten</translation>
    </message>
    <message>
        <source>&amp;New album…</source>
        <translation>&amp;Neues Album…</translation>
    </message>
    <message>
        <source>Make an album of the selected photos</source>
        <translation>Aus den ausgewählten Fotos ein Album machen</translation>
    </message>
    <message>
        <source>Take the selected photos out of the album on show</source>
        <translation>Die ausgewählten Fotos aus dem gezeigten Album nehmen</translation>
    </message>
    <message>
        <source>Move to the f&amp;ront of the album</source>
        <translation>An den &amp;Anfang des Albums</translation>
    </message>
    <message>
        <source>Put the selected photos first in the album on show</source>
        <translation>Die ausgewählten Fotos im gezeigten Album an den Anfang stellen</translation>
    </message>
    <message>
        <source>Move &amp;earlier in the album</source>
        <translation>Im Album nach &amp;vorn</translation>
    </message>
    <message>
        <source>Move the selected photos one place to the front</source>
        <translation>Die ausgewählten Fotos um einen Platz nach vorn stellen</translation>
    </message>
    <message>
        <source>Move &amp;later in the album</source>
        <translation>Im Album nach &amp;hinten</translation>
    </message>
    <message>
        <source>Move the selected photos one place to the end</source>
        <translation>Die ausgewählten Fotos um einen Platz nach hinten stellen</translation>
    </message>
    <message>
        <source>Move to the en&amp;d of the album</source>
        <translation>Ans E&amp;nde des Albums</translation>
    </message>
    <message>
        <source>Put the selected photos last in the album on show</source>
        <translation>Die ausgewählten Fotos im gezeigten Album ans Ende stellen</translation>
    </message>
    <message>
        <source>Add a &amp;tag…</source>
        <translation>&amp;Tag hinzufügen…</translation>
    </message>
    <message>
        <source>Give the selected photos a tag</source>
        <translation>Den ausgewählten Fotos ein Tag geben</translation>
    </message>
    <message>
        <source>Say what is on the photo</source>
        <translation>Sagen, was auf dem Foto ist</translation>
    </message>
    <message>
        <source>Add to al&amp;bum…</source>
        <translation>&amp;Zu Album hinzufügen…</translation>
    </message>
    <message>
        <source>Put the selected photos into an album</source>
        <translation>Die ausgewählten Fotos in ein Album legen</translation>
    </message>
    <message>
        <source>&amp;Picked</source>
        <translation>&amp;Ausgewählt</translation>
    </message>
    <message>
        <source>Flag the selected photos as picked</source>
        <translation>Die ausgewählten Fotos als gelungen markieren</translation>
    </message>
    <message>
        <source>&amp;Refused</source>
        <translation>Ab&amp;gelehnt</translation>
    </message>
    <message>
        <source>Flag the selected photos as refused</source>
        <translation>Die ausgewählten Fotos als abgelehnt markieren</translation>
    </message>
    <message>
        <source>No &amp;flag</source>
        <translation>Keine Mar&amp;kierung</translation>
    </message>
    <message>
        <source>Take the flag of the selected photos away</source>
        <translation>Die Markierung der ausgewählten Fotos wegnehmen</translation>
    </message>
    <message>
        <source>Rotate &amp;left</source>
        <translation>Nach &amp;links drehen</translation>
    </message>
    <message>
        <source>Turn the selected photos to the left; their files are not changed</source>
        <translation>Die ausgewählten Fotos nach links drehen; ihre Dateien werden nicht geändert</translation>
    </message>
    <message>
        <source>Rotate &amp;right</source>
        <translation>Nach re&amp;chts drehen</translation>
    </message>
    <message>
        <source>Turn the selected photos to the right; their files are not changed</source>
        <translation>Die ausgewählten Fotos nach rechts drehen; ihre Dateien werden nicht geändert</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy the selected photos, for a file manager or another program</source>
        <translation>Die ausgewählten Fotos kopieren, für einen Dateimanager oder ein anderes Programm</translation>
    </message>
    <message>
        <source>Copy to fol&amp;der…</source>
        <translation>In Or&amp;dner kopieren…</translation>
    </message>
    <message>
        <source>Copy the files of the selected photos to a folder</source>
        <translation>Die Dateien der ausgewählten Fotos in einen Ordner kopieren</translation>
    </message>
    <message>
        <source>List of the selection…</source>
        <translation>Liste der Auswahl…</translation>
    </message>
    <message>
        <source>Write a table of the selected photos</source>
        <translation>Eine Tabelle der ausgewählten Fotos schreiben</translation>
    </message>
    <message>
        <source>Open &amp;with…</source>
        <translation>Öffnen &amp;mit…</translation>
    </message>
    <message>
        <source>Open the selected photos in another program</source>
        <translation>Die ausgewählten Fotos in einem anderen Programm öffnen</translation>
    </message>
    <message>
        <source>R&amp;ename…</source>
        <translation>Um&amp;benennen…</translation>
    </message>
    <message>
        <source>Give the file of this photo another name</source>
        <translation>Der Datei dieses Fotos einen anderen Namen geben</translation>
    </message>
    <message>
        <source>Mo&amp;ve to the trash…</source>
        <translation>In den Papierk&amp;orb…</translation>
    </message>
    <message>
        <source>Move the selected photos, and no others, to the system&apos;s trash</source>
        <translation>Die ausgewählten Fotos, und keine anderen, in den Papierkorb des Systems verschieben</translation>
    </message>
    <message>
        <source>Copy &amp;path</source>
        <translation>&amp;Pfad kopieren</translation>
    </message>
    <message>
        <source>Copy the paths of the selected photos</source>
        <translation>Die Pfade der ausgewählten Fotos kopieren</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Show the whole picture (Enter)</source>
        <translation>Das ganze Bild zeigen (Enter)</translation>
    </message>
    <message>
        <source>Search from t&amp;his photo and words</source>
        <translation>Mit diesem Foto und W&amp;örtern suchen</translation>
    </message>
    <message>
        <source>Leave the search for all photos, or a stack for where it was opened</source>
        <translation>Von der Suche zurück zu allen Fotos, oder vom Stapel dorthin, wo er geöffnet wurde</translation>
    </message>
    <message>
        <source>Take o&amp;ut of the album</source>
        <translation>A&amp;us dem Album nehmen</translation>
    </message>
    <message>
        <source>Ed&amp;it the caption</source>
        <translation>Bilduntersch&amp;rift bearbeiten</translation>
    </message>
    <message>
        <source>Comp&amp;are</source>
        <translation>Vergle&amp;ichen</translation>
    </message>
    <message>
        <source>See two to four selected photos side by side</source>
        <translation>Zwei bis vier ausgewählte Fotos nebeneinander sehen</translation>
    </message>
    <message>
        <source>S&amp;lideshow</source>
        <translation>Diasc&amp;hau</translation>
    </message>
    <message>
        <source>Show one photo after the other</source>
        <translation>Ein Foto nach dem anderen zeigen</translation>
    </message>
    <message>
        <source>Show on a &amp;map</source>
        <translation>Auf der Kart&amp;e zeigen</translation>
    </message>
    <message>
        <source>Open the place of this photo in the browser: its coordinates leave this computer then</source>
        <translation>Den Ort dieses Fotos im Browser öffnen: seine Koordinaten verlassen dann diesen Rechner</translation>
    </message>
    <message>
        <source>&amp;Similar photos</source>
        <translation>Ä&amp;hnliche Fotos</translation>
    </message>
    <message>
        <source>Find photos that look like this one</source>
        <translation>Fotos finden, die wie dieses aussehen</translation>
    </message>
    <message>
        <source>Show in &amp;folder</source>
        <translation>Im Dateimana&amp;ger zeigen</translation>
    </message>
    <message>
        <source>Open the photo&apos;s folder in the file manager</source>
        <translation>Den Ordner des Fotos im Dateimanager öffnen</translation>
    </message>
    <message>
        <source>Show &amp;hidden results</source>
        <translation>&amp;Verborgene Ergebnisse zeigen</translation>
    </message>
    <message>
        <source>Also list photos that hardly fit the description</source>
        <translation>Auch Fotos zeigen, die kaum zur Beschreibung passen</translation>
    </message>
    <message>
        <source>By &amp;relevance</source>
        <translation>Nach &amp;Übereinstimmung</translation>
    </message>
    <message>
        <source>Best matches first</source>
        <translation>Die besten Treffer zuerst</translation>
    </message>
    <message>
        <source>By &amp;date</source>
        <translation>Nach &amp;Datum</translation>
    </message>
    <message>
        <source>Order by the time of the photo</source>
        <translation>Nach der Zeit der Aufnahme ordnen</translation>
    </message>
    <message>
        <source>By &amp;name</source>
        <translation>Nach &amp;Name</translation>
    </message>
    <message>
        <source>Order by file name</source>
        <translation>Nach dem Dateinamen ordnen</translation>
    </message>
    <message>
        <source>By &amp;stars</source>
        <translation>Nach &amp;Sternen</translation>
    </message>
    <message>
        <source>Order by stars</source>
        <translation>Nach Sternen ordnen</translation>
    </message>
    <message>
        <source>By &amp;folder</source>
        <translation>Nach &amp;Ordner</translation>
    </message>
    <message>
        <source>Order by folder and name</source>
        <translation>Nach Ordner und Name ordnen</translation>
    </message>
    <message>
        <source>Re&amp;verse order</source>
        <translation>&amp;Umgekehrte Reihenfolge</translation>
    </message>
    <message>
        <source>Turn the order round</source>
        <translation>Die Reihenfolge umkehren</translation>
    </message>
    <message>
        <source>No &amp;groups</source>
        <translation>&amp;Keine Gruppen</translation>
    </message>
    <message>
        <source>One run of photos</source>
        <translation>Alle Fotos hintereinander</translation>
    </message>
    <message>
        <source>Group by da&amp;y</source>
        <translation>Nach &amp;Tag gruppieren</translation>
    </message>
    <message>
        <source>A heading for each day</source>
        <translation>Eine Überschrift für jeden Tag</translation>
    </message>
    <message>
        <source>Group by &amp;month</source>
        <translation>Nach &amp;Monat gruppieren</translation>
    </message>
    <message>
        <source>A heading for each month</source>
        <translation>Eine Überschrift für jeden Monat</translation>
    </message>
    <message>
        <source>Group by f&amp;older</source>
        <translation>Nach O&amp;rdner gruppieren</translation>
    </message>
    <message>
        <source>A heading for each folder</source>
        <translation>Eine Überschrift für jeden Ordner</translation>
    </message>
    <message>
        <source>Stac&amp;ks as one</source>
        <translation>Sta&amp;pel als ein Foto</translation>
    </message>
    <message>
        <source>Show RAW and JPEG of one shot, and near copies, as one photo</source>
        <translation>RAW und JPEG einer Aufnahme und fast gleiche Fotos als eines zeigen</translation>
    </message>
    <message>
        <source>Open the stac&amp;k</source>
        <translation>St&amp;apel öffnen</translation>
    </message>
    <message>
        <source>Show the photos of the selected stacks one by one</source>
        <translation>Die Fotos der ausgewählten Stapel einzeln zeigen</translation>
    </message>
    <message>
        <source>Fil&amp;mstrip</source>
        <translation>Fil&amp;mstreifen</translation>
    </message>
    <message>
        <source>Show or hide the row of pictures below the photo</source>
        <translation>Die Bilderreihe unter dem Foto zeigen oder verbergen</translation>
    </message>
    <message>
        <source>&amp;Work</source>
        <translation>Ar&amp;beit</translation>
    </message>
    <message>
        <source>Show or hide what is being done, and what failed</source>
        <translation>Zeigen oder verbergen, was getan wird und was gescheitert ist</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Larger pictures (Ctrl and mouse wheel)</source>
        <translation>Größere Bilder (Strg und Mausrad)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Smaller pictures (Ctrl and mouse wheel)</source>
        <translation>Kleinere Bilder (Strg und Mausrad)</translation>
    </message>
    <message>
        <source>&amp;Normal size</source>
        <translation>&amp;Normale Größe</translation>
    </message>
    <message>
        <source>Pictures in their usual size</source>
        <translation>Bilder in ihrer üblichen Größe</translation>
    </message>
    <message>
        <source>&amp;Side panel</source>
        <translation>&amp;Seitenleiste</translation>
    </message>
    <message>
        <source>Show or hide folders, albums and tags</source>
        <translation>Ordner, Alben und Tags zeigen oder verbergen</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>&amp;Details</translation>
    </message>
    <message>
        <source>Show or hide tags, stars and facts of selected photos</source>
        <translation>Tags, Sterne und Angaben der ausgewählten Fotos zeigen oder verbergen</translation>
    </message>
    <message>
        <source>&amp;Folders</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>Show or hide the panel of folders</source>
        <translation>Den Bereich der Ordner zeigen oder verbergen</translation>
    </message>
    <message>
        <source>&amp;Albums</source>
        <translation>&amp;Alben</translation>
    </message>
    <message>
        <source>Show or hide the panel of albums</source>
        <translation>Den Bereich der Alben zeigen oder verbergen</translation>
    </message>
    <message>
        <source>&amp;Tags</source>
        <translation>&amp;Tags</translation>
    </message>
    <message>
        <source>Show or hide the panel of tags</source>
        <translation>Den Bereich der Tags zeigen oder verbergen</translation>
    </message>
    <message>
        <source>&amp;Next panel</source>
        <translation>&amp;Nächster Bereich</translation>
    </message>
    <message>
        <source>Go with the keyboard to the next panel</source>
        <translation>Mit der Tastatur zum nächsten Bereich gehen</translation>
    </message>
    <message>
        <source>&amp;Previous panel</source>
        <translation>&amp;Voriger Bereich</translation>
    </message>
    <message>
        <source>Go with the keyboard to the panel before</source>
        <translation>Mit der Tastatur zum vorigen Bereich gehen</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>Anordnung &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>Put all panels back to where they stood at first</source>
        <translation>Alle Bereiche dorthin stellen, wo sie anfangs standen</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>V&amp;ollbild</translation>
    </message>
    <message>
        <source>Use the whole screen</source>
        <translation>Den ganzen Bildschirm nutzen</translation>
    </message>
    <message>
        <source>&amp;About PhotoClip</source>
        <translation>Ü&amp;ber PhotoClip</translation>
    </message>
    <message>
        <source>Version and licences</source>
        <translation>Version und Lizenzen</translation>
    </message>
    <message>
        <source>Arran&amp;ge</source>
        <translation>&amp;Anordnen</translation>
    </message>
    <message>
        <source>In t&amp;he album</source>
        <translation>&amp;Im Album</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>Berei&amp;che</translation>
    </message>
    <message>
        <source>St&amp;ars</source>
        <translation>&amp;Sterne</translation>
    </message>
    <message>
        <source>Fla&amp;g</source>
        <translation>Mar&amp;kierung</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Photo</source>
        <translation>&amp;Foto</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
</context>
<context>
    <name>ask</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>bands</name>
    <message>
        <source>Likely</source>
        <translation>Wahrscheinlich</translation>
    </message>
    <message>
        <source>Maybe</source>
        <translation>Vielleicht</translation>
    </message>
    <message>
        <source>Least unlikely</source>
        <translation>Noch am ehesten</translation>
    </message>
</context>
<context>
    <name>cells</name>
    <message>
        <source>Picked</source>
        <translation>Ausgewählt</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>This photo is no longer in the library.</source>
        <translation>Dieses Foto ist nicht mehr in der Bibliothek.</translation>
    </message>
    <message>
        <source>{files}, shown as one; stars, tags and albums are given to all of them</source>
        <translation>{files}, als eines gezeigt; Sterne, Tags und Alben bekommen alle</translation>
    </message>
    <message>
        <source>Cannot be read: {reason}</source>
        <translation>Nicht lesbar: {reason}</translation>
    </message>
    <message>
        <source>Waits to be indexed</source>
        <translation>Wartet auf das Indexieren</translation>
    </message>
    <message>
        <source>The file is gone</source>
        <translation>Die Datei ist fort</translation>
    </message>
    <message>
        <source>Its disk is not connected</source>
        <translation>Der Datenträger ist nicht angeschlossen</translation>
    </message>
    <message>
        <source>tags {tags}</source>
        <translation>Tags {tags}</translation>
    </message>
    <message>
        <source>Photo no longer in the library</source>
        <translation>Foto nicht mehr in der Bibliothek</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>nicht lesbar</translation>
    </message>
</context>
<context>
    <name>export</name>
    <message>
        <source>Copy to a folder</source>
        <translation>In einen Ordner kopieren</translation>
    </message>
    <message>
        <source>Write a list</source>
        <translation>Liste schreiben</translation>
    </message>
    <message>
        <source>Tables (*.csv);;JSON (*.json)</source>
        <translation>Tabellen (*.csv);;JSON (*.json)</translation>
    </message>
    <message>
        <source>{photos} exported to {dest}.</source>
        <translation>Nach {dest} exportiert: {photos}.</translation>
    </message>
    <message>
        <source>{photos} copied to {dest}.</source>
        <translation>Nach {dest} kopiert: {photos}.</translation>
    </message>
    <message>
        <source>{n} could not be copied, such as {path}: {reason}</source>
        <translation>{n} konnten nicht kopiert werden, etwa {path}: {reason}</translation>
    </message>
    <message>
        <source>{files} moved to the trash.</source>
        <translation>In den Papierkorb verschoben: {files}.</translation>
    </message>
    <message>
        <source>{files} moved to the system&apos;s trash; bring back from there what you miss.</source>
        <translation>In den Papierkorb des Systems verschoben: {files}; holen Sie von dort zurück, was Ihnen fehlt.</translation>
    </message>
    <message>
        <source>{n} files stayed, such as {path}: {reason}</source>
        <translation>{n} Dateien sind geblieben, etwa {path}: {reason}</translation>
    </message>
    <message>
        <source>{path} stayed: {reason}</source>
        <translation>{path} blieb: {reason}</translation>
    </message>
</context>
<context>
    <name>facts</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Offline: its drive is not connected</source>
        <translation>Nicht verbunden: der Datenträger ist nicht angeschlossen</translation>
    </message>
    <message>
        <source>Missing: the file was not found</source>
        <translation>Fehlt: die Datei wurde nicht gefunden</translation>
    </message>
    <message>
        <source>Cannot be read: {reason}</source>
        <translation>Nicht lesbar: {reason}</translation>
    </message>
    <message>
        <source>Online, waits to be indexed</source>
        <translation>Verbunden, wartet auf das Indexieren</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>{lat}° N</source>
        <translation>{lat}° N</translation>
    </message>
    <message>
        <source>{lon}° E</source>
        <translation>{lon}° O</translation>
    </message>
    <message>
        <source>{lat}° S</source>
        <translation>{lat}° S</translation>
    </message>
    <message>
        <source>{lon}° W</source>
        <translation>{lon}° W</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <source>ISO</source>
        <translation>ISO</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>Dateigröße</translation>
    </message>
    <message>
        <source>picked</source>
        <translation>ausgewählt</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>Sterne</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>Markierungen</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>Formate</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
</context>
<context>
    <name>folders</name>
    <message>
        <source>Add a folder of photos</source>
        <translation>Ordner mit Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Where the folder lies now</source>
        <translation>Wo der Ordner jetzt liegt</translation>
    </message>
</context>
<context>
    <name>going_back</name>
    <message>
        <source>There is a copy of {date}. What you tagged and wrote since then is not in it; the damaged catalog is kept in the backups folder.</source>
        <translation>Es gibt eine Kopie vom {date}. Tags und Texte von danach fehlen darin; der beschädigte Katalog wird im Ordner „backups“ aufbewahrt.</translation>
    </message>
    <message>
        <source>Go back to the copy</source>
        <translation>Zur Kopie zurückkehren</translation>
    </message>
</context>
<context>
    <name>headings</name>
    <message>
        <source>{month} {year}</source>
        <translation>{month} {year}</translation>
    </message>
</context>
<context>
    <name>jobs</name>
    <message>
        <source>Indexing photos</source>
        <translation>Fotos indexieren</translation>
    </message>
    <message>
        <source>Indexing a folder</source>
        <translation>Einen Ordner indexieren</translation>
    </message>
    <message>
        <source>Watching the folders</source>
        <translation>Ordner beobachten</translation>
    </message>
    <message>
        <source>Finding duplicates</source>
        <translation>Duplikate suchen</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Copying photos</source>
        <translation>Fotos kopieren</translation>
    </message>
    <message>
        <source>Writing a list</source>
        <translation>Liste schreiben</translation>
    </message>
    <message>
        <source>Comparing metadata</source>
        <translation>Metadaten vergleichen</translation>
    </message>
    <message>
        <source>Writing metadata</source>
        <translation>Metadaten schreiben</translation>
    </message>
    <message>
        <source>Undoing the last writing of metadata</source>
        <translation>Das letzte Schreiben von Metadaten zurücknehmen</translation>
    </message>
    <message>
        <source>Suggesting tags</source>
        <translation>Tags vorschlagen</translation>
    </message>
    <message>
        <source>Suggesting tags anew</source>
        <translation>Tags neu vorschlagen</translation>
    </message>
    <message>
        <source>Learning from your decisions</source>
        <translation>Aus Ihren Entscheidungen lernen</translation>
    </message>
    <message>
        <source>Training the search</source>
        <translation>Suche trainieren</translation>
    </message>
    <message>
        <source>Estimating the training</source>
        <translation>Training abschätzen</translation>
    </message>
    <message>
        <source>Changing the model</source>
        <translation>Modell wechseln</translation>
    </message>
    <message>
        <source>Downloading a model</source>
        <translation>Modell herunterladen</translation>
    </message>
    <message>
        <source>Installing a model</source>
        <translation>Modell installieren</translation>
    </message>
    <message>
        <source>Checking a model</source>
        <translation>Modell prüfen</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>{phase} {done} of {total}</source>
        <translation>{phase} {done} von {total}</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>{n} unreadable</source>
        <translation>{n} nicht lesbar</translation>
    </message>
    <message>
        <source>{rate} photos/s</source>
        <translation>{rate} Fotos/s</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
    <message>
        <source>{n} indexed</source>
        <translation>{n} indexiert</translation>
    </message>
    <message>
        <source>{n} recognised</source>
        <translation>{n} wiedererkannt</translation>
    </message>
    <message>
        <source>Everything was up to date</source>
        <translation>Alles war auf dem neuesten Stand</translation>
    </message>
    <message>
        <source>Goes on later, as the settings say</source>
        <translation>Geht später weiter, wie die Einstellungen sagen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>{n} left out</source>
        <translation>{n} ausgelassen</translation>
    </message>
</context>
<context>
    <name>matches</name>
    <message>
        <source>The words stand in its caption</source>
        <translation>Die Wörter stehen in seiner Bildunterschrift</translation>
    </message>
    <message>
        <source>The words are one of its tags</source>
        <translation>Die Wörter sind eines seiner Tags</translation>
    </message>
    <message>
        <source>The words stand in its file name</source>
        <translation>Die Wörter stehen im Dateinamen</translation>
    </message>
</context>
<context>
    <name>models</name>
    <message>
        <source>{name}, {memory}</source>
        <translation>{name}, {memory}</translation>
    </message>
    <message>
        <source>{name} with its graphics, {memory}</source>
        <translation>{name} mit seiner Grafik, {memory}</translation>
    </message>
    <message>
        <source>{name}, {cores} cores, {memory}, no graphics card</source>
        <translation>{name}, {cores} Kerne, {memory}, keine Grafikkarte</translation>
    </message>
    <message>
        <source>comes with PhotoClip</source>
        <translation>kommt mit PhotoClip</translation>
    </message>
    <message>
        <source>{size} to download</source>
        <translation>{size} herunterzuladen</translation>
    </message>
    <message>
        <source>ImageNet {value} %</source>
        <translation>ImageNet {value} %</translation>
    </message>
    <message>
        <source>COCO, first hit {value} %</source>
        <translation>COCO, erster Treffer {value} %</translation>
    </message>
    <message>
        <source>COCO, photo to text {value} %</source>
        <translation>COCO, Foto zu Text {value} %</translation>
    </message>
    <message>
        <source>Flickr30k, first hit {value} %</source>
        <translation>Flickr30k, erster Treffer {value} %</translation>
    </message>
    <message>
        <source>Flickr30k, photo to text {value} %</source>
        <translation>Flickr30k, Foto zu Text {value} %</translation>
    </message>
    <message>
        <source>files verified</source>
        <translation>Dateien geprüft</translation>
    </message>
    <message>
        <source>unverified, passed its self-test</source>
        <translation>ungeprüft, Selbsttest bestanden</translation>
    </message>
    <message>
        <source>licence {name}</source>
        <translation>Lizenz {name}</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>Wird vorbereitet…</translation>
    </message>
    <message>
        <source>Checking that it works…</source>
        <translation>Geprüft wird, ob es funktioniert…</translation>
    </message>
    <message>
        <source>Asking for the files…</source>
        <translation>Die Dateien werden angefragt…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
</context>
<context>
    <name>open_with</name>
    <message>
        <source>Choose a program</source>
        <translation>Programm wählen</translation>
    </message>
</context>
<context>
    <name>phases</name>
    <message>
        <source>Building the search index</source>
        <translation>Suchindex wird gebaut</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Comparing labels</source>
        <translation>Labels vergleichen</translation>
    </message>
    <message>
        <source>Comparing metadata</source>
        <translation>Metadaten vergleichen</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Encoding class names</source>
        <translation>Namen der Klassen verarbeiten</translation>
    </message>
    <message>
        <source>Encoding captions</source>
        <translation>Bildunterschriften verarbeiten</translation>
    </message>
    <message>
        <source>Encoding pictures</source>
        <translation>Bilder verarbeiten</translation>
    </message>
    <message>
        <source>Indexing</source>
        <translation>Indexieren</translation>
    </message>
    <message>
        <source>Installing</source>
        <translation>Installieren</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <source>Listing</source>
        <translation>Auflisten</translation>
    </message>
    <message>
        <source>Looking closer</source>
        <translation>Genauer ansehen</translation>
    </message>
    <message>
        <source>Looking for duplicates</source>
        <translation>Duplikate suchen</translation>
    </message>
    <message>
        <source>Mapping stored vectors</source>
        <translation>Gespeicherte Vektoren umrechnen</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Moving the library</source>
        <translation>Bibliothek wird verschoben</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Vorbereiten</translation>
    </message>
    <message>
        <source>Proving</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Reading labels</source>
        <translation>Labels lesen</translation>
    </message>
    <message>
        <source>Reading photos</source>
        <translation>Fotos werden gelesen</translation>
    </message>
    <message>
        <source>Scanning</source>
        <translation>Ordner einlesen</translation>
    </message>
    <message>
        <source>Suggesting</source>
        <translation>Vorschlagen</translation>
    </message>
    <message>
        <source>Taking back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Watching</source>
        <translation>Beobachten</translation>
    </message>
    <message>
        <source>Writing metadata</source>
        <translation>Metadaten schreiben</translation>
    </message>
    <message>
        <source>preparing search</source>
        <translation>Suche wird vorbereitet</translation>
    </message>
    <message>
        <source>starting the model</source>
        <translation>Modell startet</translation>
    </message>
    <message>
        <source>comparing what the model sees</source>
        <translation>verglichen wird, was das Modell sieht</translation>
    </message>
    <message>
        <source>comparing the label with all photos</source>
        <translation>das Label wird mit allen Fotos verglichen</translation>
    </message>
    <message>
        <source>reading tags</source>
        <translation>Tags werden gelesen</translation>
    </message>
    <message>
        <source>reading vectors</source>
        <translation>Vektoren werden gelesen</translation>
    </message>
    <message>
        <source>splitting</source>
        <translation>wird aufgeteilt</translation>
    </message>
    <message>
        <source>writing the snapshot</source>
        <translation>der Schnappschuss wird geschrieben</translation>
    </message>
    <message>
        <source>writing vectors</source>
        <translation>Vektoren werden geschrieben</translation>
    </message>
    <message>
        <source>making sentences of tags</source>
        <translation>aus Tags werden Sätze gemacht</translation>
    </message>
    <message>
        <source>choosing photos to measure with</source>
        <translation>Fotos zum Messen werden gewählt</translation>
    </message>
    <message>
        <source>loading the model and running its self-test</source>
        <translation>Modell wird geladen und macht seinen Selbsttest</translation>
    </message>
    <message>
        <source>a few steps, to say how long it will take</source>
        <translation>einige Schritte, um zu sagen, wie lange es dauert</translation>
    </message>
</context>
<context>
    <name>results</name>
    <message>
        <source>Searching… the first search starts the model, which takes some seconds.</source>
        <translation>Suche… die erste Suche startet das Modell, das dauert einige Sekunden.</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Suche…</translation>
    </message>
    <message>
        <source>Still shown: what was found before</source>
        <translation>Noch gezeigt: was zuvor gefunden wurde</translation>
    </message>
    <message>
        <source>{n} likely</source>
        <translation>{n} wahrscheinlich</translation>
    </message>
    <message>
        <source>{n} maybe</source>
        <translation>{n} vielleicht</translation>
    </message>
    <message>
        <source>Nothing likely</source>
        <translation>Kein wahrscheinlicher Treffer</translation>
    </message>
    <message>
        <source>{n} hidden</source>
        <translation>{n} verborgen</translation>
    </message>
    <message>
        <source>{n} more fit</source>
        <translation>{n} weitere passen</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Indexing</source>
        <translation>Indexieren</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Datenschutz</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Light or dark, or as the system has it.</source>
        <translation>Hell oder dunkel, oder wie das System.</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>The language of menus and texts.</source>
        <translation>Die Sprache von Menüs und Texten.</translation>
    </message>
    <message>
        <source>File names below the photos</source>
        <translation>Dateinamen unter den Fotos</translation>
    </message>
    <message>
        <source>Show the name of each photo in the grid, whatever its size.</source>
        <translation>Den Namen jedes Fotos im Raster zeigen, bei jeder Größe.</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>How all photos are ordered; the window remembers the last order. A search shows the best matches first.</source>
        <translation>Wie alle Fotos geordnet sind; das Fenster merkt sich die letzte Ordnung. Eine Suche zeigt die besten Treffer zuerst.</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>Sterne</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Reverse order</source>
        <translation>Umgekehrte Reihenfolge</translation>
    </message>
    <message>
        <source>Turn the order round: oldest first, or Z to A.</source>
        <translation>Die Reihenfolge umkehren: Ältestes zuerst, oder Z bis A.</translation>
    </message>
    <message>
        <source>Headings</source>
        <translation>Überschriften</translation>
    </message>
    <message>
        <source>Which photos stand together under a heading.</source>
        <translation>Welche Fotos unter einer Überschrift stehen.</translation>
    </message>
    <message>
        <source>No headings</source>
        <translation>Keine Überschriften</translation>
    </message>
    <message>
        <source>One for each day</source>
        <translation>Eine für jeden Tag</translation>
    </message>
    <message>
        <source>One for each month</source>
        <translation>Eine für jeden Monat</translation>
    </message>
    <message>
        <source>One for each folder</source>
        <translation>Eine für jeden Ordner</translation>
    </message>
    <message>
        <source>Stacks as one</source>
        <translation>Stapel als ein Foto</translation>
    </message>
    <message>
        <source>Show RAW and JPEG of one shot, and near copies, as one photo.</source>
        <translation>RAW und JPEG einer Aufnahme und fast gleiche Fotos als eines zeigen.</translation>
    </message>
    <message>
        <source>Go on after rating</source>
        <translation>Nach dem Bewerten weiter</translation>
    </message>
    <message>
        <source>Go to the next photo after stars or a flag.</source>
        <translation>Nach Sternen oder Markierung zum nächsten Foto gehen.</translation>
    </message>
    <message>
        <source>Slideshow</source>
        <translation>Diaschau</translation>
    </message>
    <message>
        <source>How long each photo of a slideshow is shown.</source>
        <translation>Wie lange jedes Foto einer Diaschau gezeigt wird.</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>Search while typing</source>
        <translation>Beim Tippen suchen</translation>
    </message>
    <message>
        <source>Show results while you type; otherwise after Enter.</source>
        <translation>Ergebnisse schon beim Tippen zeigen; sonst nach Enter.</translation>
    </message>
    <message>
        <source>Remember searches</source>
        <translation>Suchen merken</translation>
    </message>
    <message>
        <source>Offer your last searches again; they are kept on this computer only.</source>
        <translation>Ihre letzten Suchen wieder anbieten; sie bleiben auf diesem Rechner.</translation>
    </message>
    <message>
        <source>When to index</source>
        <translation>Wann indexiert wird</translation>
    </message>
    <message>
        <source>When new photos are looked at, so that they can be found.</source>
        <translation>Wann neue Fotos angesehen werden, damit sie gefunden werden können.</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>Sofort</translation>
    </message>
    <message>
        <source>When the computer is idle</source>
        <translation>Wenn der Rechner &amp;ruht</translation>
    </message>
    <message>
        <source>On mains power only</source>
        <translation>Nur am &amp;Stromnetz</translation>
    </message>
    <message>
        <source>Pause on battery</source>
        <translation>Bei Akkubetrieb anhalten</translation>
    </message>
    <message>
        <source>Hold the work while the computer runs on battery.</source>
        <translation>Die Arbeit anhalten, solange der Rechner mit Akku läuft.</translation>
    </message>
    <message>
        <source>Share of the processor</source>
        <translation>Anteil des Prozessors</translation>
    </message>
    <message>
        <source>How much of the processor indexing may use; less is quieter and slower.</source>
        <translation>Wie viel vom Prozessor das Indexieren nutzen darf; weniger ist leiser und langsamer.</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Keep the model ready</source>
        <translation>Modell bereithalten</translation>
    </message>
    <message>
        <source>How long the model stays in memory after its last use.</source>
        <translation>Wie lange das Modell nach der letzten Benutzung im Speicher bleibt.</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
    <message>
        <source>Compute with</source>
        <translation>Rechnen mit</translation>
    </message>
    <message>
        <source>What computes while indexing.</source>
        <translation>Was beim Indexieren rechnet.</translation>
    </message>
    <message>
        <source>Whatever is fastest here</source>
        <translation>Was hier am schnellsten ist</translation>
    </message>
    <message>
        <source>NVIDIA graphics card</source>
        <translation>NVIDIA-Grafikkarte</translation>
    </message>
    <message>
        <source>Apple graphics</source>
        <translation>Apple-Grafik</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Map links</source>
        <translation>Kartenlinks</translation>
    </message>
    <message>
        <source>Offer to open the place of a photo in the browser; its coordinates go to the map&apos;s site when you do.</source>
        <translation>Anbieten, den Ort eines Fotos im Browser zu öffnen; seine Koordinaten gehen dann an die Kartenseite.</translation>
    </message>
    <message>
        <source>Offer a look for updates</source>
        <translation>Nachsehen nach Neuerungen anbieten</translation>
    </message>
    <message>
        <source>Show a button that opens the download page in the browser; PhotoClip itself asks nobody.</source>
        <translation>Einen Knopf zeigen, der die Seite zum Herunterladen im Browser öffnet; PhotoClip selbst fragt niemanden.</translation>
    </message>
    <message>
        <source>Room for thumbnails</source>
        <translation>Platz für Vorschaubilder</translation>
    </message>
    <message>
        <source>Most room on the disk for small pictures; the oldest are dropped beyond it.</source>
        <translation>Der meiste Platz für kleine Bilder auf dem Datenträger; darüber fallen die ältesten weg.</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>Memory for pictures</source>
        <translation>Speicher für Bilder</translation>
    </message>
    <message>
        <source>Most memory for small pictures on show; more makes scrolling back smoother.</source>
        <translation>Der meiste Arbeitsspeicher für gezeigte kleine Bilder; mehr macht das Zurückblättern glatter.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>{photos} ({files})</source>
        <translation>{photos} ({files})</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation>{h} h {m} min</translation>
    </message>
</context>
<context>
    <name>training</name>
    <message>
        <source>Adapter</source>
        <translation>Adapter</translation>
    </message>
    <message>
        <source>About a minute. Changes how words and photos are compared; no photo is opened again.</source>
        <translation>Etwa eine Minute. Ändert, wie Wörter und Fotos verglichen werden; kein Foto wird wieder geöffnet.</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>Köpfe</translation>
    </message>
    <message>
        <source>Minutes. Trains the last layers; activating it reads all photos once more.</source>
        <translation>Minuten. Trainiert die letzten Schichten; beim Aktivieren werden alle Fotos noch einmal gelesen.</translation>
    </message>
    <message>
        <source>Fine-tuning, light (LoRA)</source>
        <translation>Feinabstimmung, leicht (LoRA)</translation>
    </message>
    <message>
        <source>Up to hours without a graphics card. Small changes all through the model.</source>
        <translation>Ohne Grafikkarte bis zu Stunden. Kleine Änderungen im ganzen Modell.</translation>
    </message>
    <message>
        <source>Fine-tuning, last blocks</source>
        <translation>Feinabstimmung, letzte Blöcke</translation>
    </message>
    <message>
        <source>Hours without a graphics card. Trains the last blocks of the model.</source>
        <translation>Ohne Grafikkarte Stunden. Trainiert die letzten Blöcke des Modells.</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>For large collections and a strong graphics card. Changes the whole model, which forgets most easily what it knew.</source>
        <translation>Für große Sammlungen und eine starke Grafikkarte. Ändert das ganze Modell, das dabei am leichtesten vergisst, was es wusste.</translation>
    </message>
    <message>
        <source>{n} written here</source>
        <translation>{n} hier geschrieben</translation>
    </message>
    <message>
        <source>{n} from XMP in the photos</source>
        <translation>{n} aus XMP in den Fotos</translation>
    </message>
    <message>
        <source>{n} from IPTC in the photos</source>
        <translation>{n} aus IPTC in den Fotos</translation>
    </message>
    <message>
        <source>{n} from EXIF in the photos</source>
        <translation>{n} aus EXIF in den Fotos</translation>
    </message>
    <message>
        <source>{n} from files beside the photos</source>
        <translation>{n} aus Dateien neben den Fotos</translation>
    </message>
    <message>
        <source>{n} from text files beside the photos</source>
        <translation>{n} aus Textdateien neben den Fotos</translation>
    </message>
    <message>
        <source>{n} made of accepted tags</source>
        <translation>{n} aus angenommenen Tags gemacht</translation>
    </message>
    <message>
        <source>Prepared, not begun</source>
        <translation>Vorbereitet, nicht begonnen</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Better</source>
        <translation>Besser</translation>
    </message>
    <message>
        <source>Not better</source>
        <translation>Nicht besser</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>Wird vorbereitet</translation>
    </message>
    <message>
        <source>Reading photos</source>
        <translation>Fotos werden gelesen</translation>
    </message>
    <message>
        <source>Checking the result</source>
        <translation>Das Ergebnis wird geprüft</translation>
    </message>
    <message>
        <source>Checking the new model</source>
        <translation>Das neue Modell wird geprüft</translation>
    </message>
    <message>
        <source>Installing the new model</source>
        <translation>Das neue Modell wird installiert</translation>
    </message>
    <message>
        <source>Preparing photos for the model</source>
        <translation>Fotos werden für das Modell vorbereitet</translation>
    </message>
    <message>
        <source>Reading photos with the model</source>
        <translation>Fotos werden mit dem Modell gelesen</translation>
    </message>
    <message>
        <source>Reading captions</source>
        <translation>Bildunterschriften werden gelesen</translation>
    </message>
    <message>
        <source>Comparing the results of searches</source>
        <translation>Ergebnisse von Suchen werden verglichen</translation>
    </message>
    <message>
        <source>Comparing mixtures of the old and the new model</source>
        <translation>Mischungen des alten und neuen Modells werden verglichen</translation>
    </message>
    <message>
        <source>Reading labelled photos</source>
        <translation>Fotos mit Labels werden gelesen</translation>
    </message>
    <message>
        <source>Caption finds its photo first</source>
        <translation>Bildunterschrift findet ihr Foto als erstes</translation>
    </message>
    <message>
        <source>… among the first 5</source>
        <translation>… unter den ersten 5</translation>
    </message>
    <message>
        <source>… among the first 10</source>
        <translation>… unter den ersten 10</translation>
    </message>
    <message>
        <source>… at place (median)</source>
        <translation>… auf Platz (Median)</translation>
    </message>
    <message>
        <source>Photo finds its caption first</source>
        <translation>Foto findet seine Bildunterschrift als erste</translation>
    </message>
    <message>
        <source>First results of general queries that stay</source>
        <translation>Erste Ergebnisse allgemeiner Suchen, die bleiben</translation>
    </message>
    <message>
        <source>{n} from {name}</source>
        <translation>{n} aus {name}</translation>
    </message>
    <message>
        <source>Same model</source>
        <translation>Gleiches Modell</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Benutzung</translation>
    </message>
    <message>
        <source>It will take about {time}</source>
        <translation>Es wird etwa {time} dauern</translation>
    </message>
    <message>
        <source>reading photos {time}</source>
        <translation>Fotos lesen {time}</translation>
    </message>
    <message>
        <source>training {time}</source>
        <translation>trainieren {time}</translation>
    </message>
    <message>
        <source>checking {time}</source>
        <translation>prüfen {time}</translation>
    </message>
    <message>
        <source>Of 100 captions, {after} now find their photo first instead of {before}.</source>
        <translation>Von 100 Bildunterschriften finden jetzt {after} ihr Foto als erstes statt {before}.</translation>
    </message>
    <message>
        <source>Labels of “{name}” told right</source>
        <translation>Labels von „{name}“ richtig erkannt</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>rating rate favourite</source>
        <translation>bewerten Bewertung Favorit Lieblingsfoto</translation>
    </message>
    <message>
        <source>sort order arrange</source>
        <translation>sortieren ordnen Reihenfolge</translation>
    </message>
    <message>
        <source>turn rotation orientation</source>
        <translation>Drehung Ausrichtung rotieren</translation>
    </message>
    <message>
        <source>hotkeys keys bindings</source>
        <translation>Tasten Tastatur Kurzbefehle Tastenkombinationen</translation>
    </message>
    <message>
        <source>import directory</source>
        <translation>importieren Verzeichnis</translation>
    </message>
    <message>
        <source>refresh reload update index</source>
        <translation>aktualisieren neu laden indizieren</translation>
    </message>
    <message>
        <source>crops details</source>
        <translation>Ausschnitte Einzelheiten</translation>
    </message>
    <message>
        <source>learn teach fine-tune people faces</source>
        <translation>lernen lehren anlernen Personen Gesichter</translation>
    </message>
    <message>
        <source>resume wait</source>
        <translation>Pause fortsetzen warten</translation>
    </message>
    <message>
        <source>cancel abort</source>
        <translation>stoppen beenden abbrechen</translation>
    </message>
    <message>
        <source>share save</source>
        <translation>teilen sichern speichern</translation>
    </message>
    <message>
        <source>csv json table</source>
        <translation>CSV JSON Tabelle</translation>
    </message>
    <message>
        <source>xmp exif iptc sidecar save</source>
        <translation>XMP EXIF IPTC speichern</translation>
    </message>
    <message>
        <source>double copies same</source>
        <translation>doppelte Dubletten Kopien gleiche</translation>
    </message>
    <message>
        <source>preferences options configuration theme dark light night colours language english german battery cache backup data privacy speed</source>
        <translation>Optionen Konfiguration Design dunkel hell Nacht Farben Sprache Englisch Deutsch Akku Zwischenspeicher Sicherung Daten Datenschutz Tempo</translation>
    </message>
    <message>
        <source>download switch clip</source>
        <translation>herunterladen wechseln CLIP</translation>
    </message>
    <message>
        <source>exit close</source>
        <translation>schließen verlassen Ende</translation>
    </message>
    <message>
        <source>search filter</source>
        <translation>finden Filter</translation>
    </message>
    <message>
        <source>clear reset</source>
        <translation>leeren zurücksetzen</translation>
    </message>
    <message>
        <source>back revert</source>
        <translation>zurück zurücknehmen</translation>
    </message>
    <message>
        <source>repeat</source>
        <translation>wiederherstellen noch einmal</translation>
    </message>
    <message>
        <source>manual syntax</source>
        <translation>Handbuch Anleitung Suchsprache</translation>
    </message>
    <message>
        <source>remove</source>
        <translation>entfernen</translation>
    </message>
    <message>
        <source>keyword label</source>
        <translation>Schlagwort Stichwort verschlagworten</translation>
    </message>
    <message>
        <source>description title text comment</source>
        <translation>Beschreibung Titel Text Kommentar</translation>
    </message>
    <message>
        <source>like flag accept</source>
        <translation>Favorit markieren annehmen</translation>
    </message>
    <message>
        <source>reject flag dislike</source>
        <translation>verwerfen markieren aussortieren</translation>
    </message>
    <message>
        <source>save</source>
        <translation>speichern sichern</translation>
    </message>
    <message>
        <source>editor external</source>
        <translation>Bildbearbeitung bearbeiten extern</translation>
    </message>
    <message>
        <source>delete remove bin erase</source>
        <translation>löschen entfernen wegwerfen Mülleimer</translation>
    </message>
    <message>
        <source>presentation play</source>
        <translation>Diashow Präsentation abspielen</translation>
    </message>
    <message>
        <source>fullscreen maximise</source>
        <translation>maximieren</translation>
    </message>
    <message>
        <source>gps location place</source>
        <translation>GPS Ort Standort</translation>
    </message>
    <message>
        <source>reveal file manager explorer</source>
        <translation>Ordner Explorer Finder öffnen</translation>
    </message>
    <message>
        <source>bursts series</source>
        <translation>Serien Serienbilder</translation>
    </message>
    <message>
        <source>progress tasks unreadable errors</source>
        <translation>Fortschritt Aufgaben unlesbar Fehler</translation>
    </message>
    <message>
        <source>bigger enlarge thumbnails</source>
        <translation>größer Vorschaubilder</translation>
    </message>
    <message>
        <source>smaller shrink thumbnails</source>
        <translation>kleiner Vorschaubilder</translation>
    </message>
    <message>
        <source>sidebar panel</source>
        <translation>Seitenleiste Bereich</translation>
    </message>
    <message>
        <source>inspector info information properties exif</source>
        <translation>Informationen Eigenschaften EXIF</translation>
    </message>
    <message>
        <source>info version license</source>
        <translation>Info Version Lizenz Impressum</translation>
    </message>
</context>
</TS>
