namespace MultiTransport.AspNetCore.Doctor;

/// <summary>What a client shall measure: one list for the page and the command line.</summary>
internal sealed record DoctorPlan
{
    /// <summary>The version of this contract; also how a client knows that it talks to a doctor.</summary>
    public int Doctor { get; set; } = 1;

    public IReadOnlyList<StripPlan> Strips { get; set; } = StripPlan.All;

    public IReadOnlyList<int> Beats { get; set; } = StripPlan.Beats;

    public int EndAt { get; set; } = StripPlan.EndAt;

    /// <summary>Bodies to send, in bytes: the least that a body of ours may need, ours at most and a little more, and more than nginx takes as installed.</summary>
    public IReadOnlyList<int> Bodies { get; set; } = [64 * 1024, 600 * 1024, 1126 * 1024];

    /// <summary>Whole URLs to ask for, in characters. Kestrel itself takes a request line of 8,192 bytes.</summary>
    public IReadOnlyList<int> Urls { get; set; } = [2000, 4000, 8000];

    /// <summary>Header values to send, in characters.</summary>
    public IReadOnlyList<int> Headers { get; set; } = [4096, 8192];

    /// <summary>Methods to try beside GET and POST.</summary>
    public IReadOnlyList<string> Methods { get; set; } = ["PUT", "PATCH", "DELETE", "OPTIONS"];

    /// <summary>How long the server holds an answer that is asked for twice, in milliseconds.</summary>
    public int Hold { get; set; } = 300;

    /// <summary>Silences to try on demand, in seconds: a little more than the shortest idle timer met, and than the most common one.</summary>
    public IReadOnlyList<int> Silences { get; set; } = [35, 65];

    /// <summary>Other addresses of this doctor that the administrator named.</summary>
    public IReadOnlyList<string> Others { get; set; } = [];
}
