using System.Net;
using System.Net.Sockets;
using MultiTransport.Chaos.Host.Counts;

namespace MultiTransport.Chaos.Tests.Host;

public class OpenSocketsTests
{
    [Fact]
    public void Connected_LeavesOutTheListening()
    {
        string[] table =
        [
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 111 1 0000000000000000 100 0 0 10 0",
            "   1: 0100007F:1F90 0100007F:A000 01 00000000:00000000 00:00000000 00000000  1000        0 222 1 0000000000000000 20 4 30 10 -1",
            "   2: 0100007F:A000 0100007F:1F90 08 00000000:00000000 00:00000000 00000000  1000        0 333 1 0000000000000000 20 4 30 10 -1",
        ];

        Assert.Equal(["222", "333"], OpenSockets.Connected(table));
    }

    [Fact]
    public async Task Count_SeesAConnectionThatWasLeftOpen()
    {
        if (OpenSockets.Count() < 0)
        {
            return; // no /proc here: the count says so itself, with -1
        }

        var before = OpenSockets.Count();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var server = await listener.AcceptTcpClientAsync();

        Assert.True(OpenSockets.Count() >= before + 2);
    }
}
