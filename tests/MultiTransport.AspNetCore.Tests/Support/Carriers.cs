namespace MultiTransport.AspNetCore.Tests.Support;

/// <summary>The paths of the SDK over HTTP, each with the mode of attach that it takes.</summary>
public static class Carriers
{
    public static TheoryData<string> Http => ["poll", "sse", "stream", "send", "close"];

    /// <summary>Those that attach a connection.</summary>
    public static TheoryData<string> Attaching => ["poll", "sse", "stream"];

    public static TheoryData<string> Held => ["sse", "stream"];

    public static TheoryData<string> All => ["poll", "sse", "stream", "send", "close", "ws"];

    public static WireAttachMode ModeOf(string path) => path is "send" or "close" ? WireAttachMode.Send : WireAttachMode.Take;
}
