@echo off
rem Makes dist\longtake-VERSION-windows.exe. VERSION, BUNDLE, PARTS: set by packaging/build.py. Needs NSIS.
makensis -V2 -DVERSION=%VERSION% "-DBUNDLE=%BUNDLE%" "-DPARTS=%PARTS%" "-DOUT=%CD%\dist\longtake-%VERSION%-windows.exe" packaging\windows\longtake.nsi
