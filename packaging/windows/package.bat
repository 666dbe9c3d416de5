@echo off
rem Makes dist\longtake-VERSION-windows.exe. VERSION, BUNDLE, PARTS: set by packaging/build.py. Needs NSIS 3.
setlocal
set "PATH=%PATH%;%ProgramFiles(x86)%\NSIS;%ProgramFiles%\NSIS"
where /q makensis
if errorlevel 1 echo NSIS was not found. Nothing was packaged; the program is in %BUNDLE%. Install NSIS: winget install NSIS.NSIS
if errorlevel 1 exit /b 1
makensis -V2 "-DVERSION=%VERSION%" "-DBUNDLE=%BUNDLE%" "-DPARTS=%PARTS%" "-DOUT=%CD%\dist\longtake-%VERSION%-windows.exe" packaging\windows\longtake.nsi
