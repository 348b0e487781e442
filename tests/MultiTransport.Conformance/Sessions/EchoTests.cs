using System.Text;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Sessions;

public class EchoTests
{
    public static TheoryData<string, string> Texts
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var transport in TransportName.All)
            {
                foreach (var text in new[] { "", "plain", "line\nline\n\n", "\r", "a\r\nb\rc", "\uFEFFbom", "data: x\nid: y", "汉字 😀 \u0000 \u2028", " leading" })
                {
                    rows.Add(transport, text);
                }
            }

            return rows;
        }
    }

    public static TheoryData<string, int> Lengths
    {
        get
        {
            var rows = new TheoryData<string, int>();
            foreach (var transport in TransportName.All)
            {
                foreach (var length in new[] { 0, 1, 125, 126, 127, 4096, 32_767, 32_768, 32_769, 65_535, 65_536 })
                {
                    rows.Add(transport, length);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Text_ComesBackAsItWas(string transport, string text)
    {
        await using var rig = await Rig.EchoAsync();
        await using var client = await Clients.ConnectAsync(rig.Direct, transport);

        var number = await client.SendAsync(text).WithTimeout();
        var echo = await client.NextAsync();

        Assert.Equal(1, number);
        Assert.Equal(MultiTransport.Testing.MessageKind.Text, echo.Kind);
        Assert.Equal(text, echo.Text);
        client.AssertNoViolations();
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Binary_ComesBackAsItWas(string transport, int length)
    {
        await using var rig = await Rig.EchoAsync();
        await using var client = await Clients.ConnectAsync(rig.Direct, transport);
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);

        await client.SendAsync(bytes).WithTimeout();
        var echo = await client.NextAsync();

        Assert.Equal(MultiTransport.Testing.MessageKind.Binary, echo.Kind);
        Assert.Equal(bytes, echo.Bytes);
        client.AssertNoViolations();
    }

    [Theory]
    [MemberData(nameof(TransportRows.All), MemberType = typeof(TransportRows))]
    public async Task LongText_IsCutInTheMiddleOfCharacters_ComesBackAsItWas(string transport)
    {
        await using var rig = await Rig.EchoAsync();
        await using var client = await Clients.ConnectAsync(rig.Direct, transport, new ProtocolClientOptions { PieceLength = 1001 });
        var text = new StringBuilder().Insert(0, "😀汉", 64 * 1024 / 7).ToString();

        await client.SendAsync(text).WithTimeout();

        Assert.Equal(text, (await client.NextAsync()).Text);
        client.AssertNoViolations();
    }

    [Theory]
    [MemberData(nameof(TransportRows.All), MemberType = typeof(TransportRows))]
    public async Task TenThousandMessages_ComeBackInOrder(string transport)
    {
        const int count = 10_000;
        await using var rig = await Rig.EchoAsync(options => options.Overflow = OverflowPolicy.Wait);
        await using var client = await Clients.ConnectAsync(rig.Direct, transport, new ProtocolClientOptions { PollInterval = TimeSpan.FromMilliseconds(1) });

        for (var i = 0; i < count; i++)
        {
            client.Post($"message {i}");
        }

        Assert.Equal(Enumerable.Range(0, count).Select(static i => $"message {i}"), await client.TextsAsync(count));
        await client.WhenAckedAsync().WithTimeout();
        client.AssertNoViolations();
    }

    [Theory]
    [MemberData(nameof(TransportRows.All), MemberType = typeof(TransportRows))]
    public async Task FirstMessages_RideOnNegotiate_AndAreAnsweredThere(string transport)
    {
        await using var rig = await Rig.EchoAsync();
        await using var client = await ProtocolClient.NegotiateAsync(
            rig.Direct, new ProtocolClientOptions { FirstMessages = [WireMessage.OfText("one"), WireMessage.OfBinary([1, 2])] }).WithTimeout();

        Assert.Equal(2, client.Session.Handled);
        Assert.Equal(2, client.Session.Messages.Count);
        await client.UseAsync(transport).WithTimeout();
        await client.SendAsync("three").WithTimeout();

        Assert.Equal("one", (await client.NextAsync()).Text);
        Assert.Equal(new byte[] { 1, 2 }, (await client.NextAsync()).Bytes);
        Assert.Equal("three", (await client.NextAsync()).Text);
        client.AssertNoViolations();
    }
}
