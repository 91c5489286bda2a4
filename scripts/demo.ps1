# Sets up everything on Windows, converts the sample decrees and says where the results are.
# Run it from anywhere, in PowerShell:  powershell -ExecutionPolicy Bypass -File scripts\demo.ps1

$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..")

function Find-Python {
    foreach ($name in @("py", "python", "python3")) {
        if (-not (Get-Command $name -ErrorAction SilentlyContinue)) { continue }
        & $name -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>$null
        if ($LASTEXITCODE -eq 0) { return $name }
    }
    throw "Python 3.11 or newer is not to be found. Install it:  winget install Python.Python.3.12"
}

$python = Join-Path (Get-Location) ".venv\Scripts\python.exe"
if (-not (Test-Path $python)) {
    Write-Host "Setting up .venv (once; a few minutes) ..."
    & (Find-Python) -m venv .venv
    & $python -m pip install --quiet --disable-pip-version-check -r requirements.lock
    if ($LASTEXITCODE -ne 0) { Remove-Item -Recurse -Force .venv; throw "The packages could not be installed." }
    & $python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
    if ($LASTEXITCODE -ne 0) { Remove-Item -Recurse -Force .venv; throw "iki itself could not be installed." }
}
if (-not (Get-Command tesseract -ErrorAction SilentlyContinue)) {
    Write-Host "Tesseract is missing: scans are read by the models of the package alone. Get it:  winget install UB-Mannheim.TesseractOCR"
}

& .venv\Scripts\iki.exe convert samples\decrees --out out\samples
$status = $LASTEXITCODE
Write-Host ""
Write-Host "Results: $(Get-Location)\out\samples"
Write-Host "  decrees\         one JSON file per decree"
Write-Host "  table.csv        all indicators in one table (and eight more tables)"
Write-Host "  report.html      quality report; open it in a browser"
Write-Host "To use the command iki in this window:  .venv\Scripts\Activate.ps1"
exit $status
