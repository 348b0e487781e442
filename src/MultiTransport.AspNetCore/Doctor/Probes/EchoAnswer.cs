namespace MultiTransport.AspNetCore.Doctor;

/// <summary>The request head as it arrived, sent back.</summary>
internal sealed record EchoAnswer
{
    public int Doctor { get; set; } = 1;

    public RequestHead Head { get; set; } = new();
}
