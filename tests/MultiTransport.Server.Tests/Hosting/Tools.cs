namespace MultiTransport.Server.Tests.Hosting;

/// <summary>Where the programs are that tests need.</summary>
internal static class Tools
{
    public const string Chromium = "/usr/bin/chromium";
    public const string Shell = "/bin/sh";
    public const string Curl = "/usr/bin/curl";
}
