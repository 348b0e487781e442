namespace MultiTransport.Server.Tests;

public sealed class AnnouncementTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080")]
    [InlineData("http://[::]:5080", "http://localhost:5080")]
    [InlineData("http://0.0.0.0:80", "http://localhost:80")]
    [InlineData("https://*:443", "https://localhost:443")]
    [InlineData("http://localhost:5080/", "http://localhost:5080")]
    public void Visitable_OfAListeningAddress_CanBeOpened(string listening, string expected) =>
        Assert.Equal(expected, Announcement.Visitable(listening));
}
