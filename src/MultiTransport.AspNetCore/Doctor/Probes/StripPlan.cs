using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>One strip that a client shall try.</summary>
/// <param name="Name">Its name in observations.</param>
/// <param name="Title">What a person calls it.</param>
/// <param name="Method">GET or POST.</param>
/// <param name="Type">The type of the answer, and the Accept of the request.</param>
internal sealed record StripPlan(string Name, string Title, string Method, string Type)
{
    public const string Sse = "sse";
    public const string Octet = "octet";
    public const string SseGet = "sse-get";
    public const string OctetGet = "octet-get";
    public const string JsonLines = "ndjson-get";
    public const string Text = "text-get";
    public const string SseNoAccel = "sse-no-accel";
    public const string SseTransform = "sse-transform";
    public const string SseSecond = "sse-second-write";

    private const string Events = "text/event-stream";
    private const string Bytes = "application/octet-stream";

    /// <summary>In the order in which they are tried: those that decide first.</summary>
    public static IReadOnlyList<StripPlan> All { get; } =
    [
        new(Sse, "events by POST", HttpMethods.Post, Events),
        new(Octet, "octet-stream by POST", HttpMethods.Post, Bytes),
        new(SseGet, "events by GET", HttpMethods.Get, Events),
        new(OctetGet, "octet-stream by GET", HttpMethods.Get, Bytes),
        new(Text, "plain text by GET", HttpMethods.Get, "text/plain"),
        new(JsonLines, "JSON lines by GET", HttpMethods.Get, "application/x-ndjson"),
        new(SseNoAccel, "events without X-Accel-Buffering", HttpMethods.Get, Events) { Accel = false },
        new(SseTransform, "events that may be compressed", HttpMethods.Get, Events) { Transform = true },
        new(SseSecond, "events with a second small write", HttpMethods.Post, Events) { SecondWrite = true },
    ];

    /// <summary>When beats are sent, in milliseconds. The gaps differ, so that a beat that waits for the next is told from one that is merely late.</summary>
    public static IReadOnlyList<int> Beats { get; } = [0, 250, 500, 900, 1300];

    /// <summary>When the server ends a strip.</summary>
    public static int EndAt => 1500;

    /// <summary>Whether the answer bears <c>X-Accel-Buffering: no</c>.</summary>
    public bool Accel { get; init; } = true;

    /// <summary>Whether the answer lacks <c>no-transform</c> and <c>Content-Encoding: identity</c>.</summary>
    public bool Transform { get; init; }

    /// <summary>Whether a small write of its own follows each beat.</summary>
    public bool SecondWrite { get; init; }

    public static string TitleOf(string name) => All.FirstOrDefault(plan => plan.Name == name)?.Title ?? LogText.Clean(name);
}
