using System.Net;
using System.Net.Sockets;

namespace MultiTransport.Testing;

/// <content>The second sending of a request.</content>
public sealed partial class ProxiedConnection
{
    private async Task SendCopyAsync(ReplayTicket ticket, CancellationToken until)
    {
        try
        {
            await ticket.Due.WaitAsync(until).ConfigureAwait(false);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _proxy.TargetPort), until).ConfigureAwait(false);
            using (var lane = new ProxyLane(socket, _proxy.Time, until))
            {
                await lane.WriteAsync(ticket.Bytes.ToArray()).ConfigureAwait(false);
            }

            var answer = new HttpSplitter(head => HttpBody.OfResponse(head, ticket.Request.Method));
            var buffer = new byte[16 * 1024];
            while (await socket.ReceiveAsync(buffer, until).ConfigureAwait(false) is > 0 and var count)
            {
                foreach (var piece in answer.Split(buffer.AsMemory(0, count)))
                {
                    if (ticket.Plan.Answer == ReplayAnswer.Copy)
                    {
                        await _down.WriteAsync(piece.Bytes).ConfigureAwait(false);
                    }

                    if (piece.EndsMessage)
                    {
                        return;
                    }
                }
            }
        }
        catch (Exception error) when (IsEnd(error))
        {
            if (ticket.Plan.Answer == ReplayAnswer.Copy)
            {
                Abort();
            }
        }
    }
}
