-- Views of tables.sqlite. Repeated decrees are left out of all of them. Each comment becomes a line of the dictionary.

-- The rows of "table" with each decree once, and the region under one name: official where known, else as printed.
CREATE VIEW counted AS
SELECT *, coalesce(wilayah_kabupaten_kota, kabupaten_kota, wilayah_provinsi) AS wilayah, coalesce(canonical_name, jabatan) AS post
FROM "table" WHERE duplicate_of IS NULL;

-- Who measures what: an indicator group, how many offices, posts and rows have it, and in how many ways it is calculated.
CREATE VIEW indicator_groups AS
SELECT indicator_group, count(DISTINCT unit_kerja) AS offices, count(DISTINCT post) AS posts, count(*) AS rows,
       count(DISTINCT formulasi) AS ways
FROM counted WHERE indicator_group IS NOT NULL GROUP BY indicator_group;

-- Posts that share an indicator: one row per post and group that more than one post has.
CREATE VIEW shared_indicators AS
SELECT indicator_group, post, count(DISTINCT unit_kerja) AS offices
FROM counted
WHERE indicator_group IN (SELECT indicator_group FROM indicator_groups WHERE posts > 1)
GROUP BY indicator_group, post;

-- Indicators without a source of data.
CREATE VIEW indicators_without_source AS
SELECT row_id, wilayah, unit_kerja, tahun, jabatan, indikator, file, page FROM counted
WHERE indikator IS NOT NULL AND sumber_data IS NULL;

-- Posts by kind of office: how many offices of the kind have the post, of how many.
CREATE VIEW posts_by_kind AS
WITH once AS (SELECT * FROM decrees WHERE duplicate_of IS NULL AND unit_kerja IS NOT NULL),
     kinds AS (SELECT jenis_unit, count(DISTINCT unit_kerja) AS offices FROM once GROUP BY jenis_unit)
SELECT once.jenis_unit, positions.canonical_name AS post, count(DISTINCT once.unit_kerja) AS having_it, kinds.offices
FROM positions JOIN once USING (decree_id) JOIN kinds ON kinds.jenis_unit = once.jenis_unit
WHERE positions.canonical_name IS NOT NULL
GROUP BY once.jenis_unit, positions.canonical_name, kinds.offices;

-- Coverage by region and year: decrees, offices, positions and rows.
CREATE VIEW coverage AS
SELECT coalesce(wilayah_kabupaten_kota, kabupaten_kota, wilayah_provinsi, provinsi) AS wilayah, tahun, count(*) AS decrees,
       count(DISTINCT unit_kerja) AS offices, sum(positions) AS positions, sum(rows) AS rows
FROM decrees WHERE duplicate_of IS NULL AND form <> 'other'
GROUP BY 1, 2;

-- Where an indicator stands: file, page and box of its cell, in points from the top left.
CREATE VIEW places AS
SELECT counted.row_id, counted.indikator, counted.unit_kerja, counted.jabatan, counted.file,
       indicators.indikator_page AS page, indicators.indikator_bbox AS bbox
FROM counted JOIN indicators USING (row_id);

-- Indicators of an office by year: how many rows a year has of each group; compare two years of one office here.
CREATE VIEW indicators_by_year AS
SELECT unit_kerja, post, indicator_group, tahun, count(*) AS rows
FROM counted WHERE indicator_group IS NOT NULL AND tahun IS NOT NULL
GROUP BY unit_kerja, post, indicator_group, tahun;

-- Formulas that are no ratios.
CREATE VIEW formulas_not_ratios AS
SELECT row_id, unit_kerja, jabatan, indikator, formulasi, formula_kind, file, page FROM counted
WHERE formulasi IS NOT NULL AND coalesce(formula_kind, '') <> 'ratio';

-- Sources of data by office: how many rows name each source.
CREATE VIEW sources_by_office AS
SELECT counted.unit_kerja, sources.name AS source, sources.kind, count(*) AS rows
FROM sources JOIN counted USING (row_id) GROUP BY counted.unit_kerja, sources.name, sources.kind;

-- Who signed what: each name with its post and NIP, once a decree.
CREATE VIEW signers AS
SELECT DISTINCT decrees.unit_kerja, decrees.tahun, signatures.jabatan, signatures.nama, signatures.pangkat,
       signatures.nip, decrees.decree_id
FROM signatures JOIN decrees USING (decree_id)
WHERE decrees.duplicate_of IS NULL AND signatures.nama IS NOT NULL;
