using MultiTransport.AspNetCore;

namespace MultiTransport.Server.Api;

/// <summary>A text of the client as an answer may show it: short, and without control characters.</summary>
internal static class Shown
{
    public static string Of(string text) => LogText.Clean(text);
}
